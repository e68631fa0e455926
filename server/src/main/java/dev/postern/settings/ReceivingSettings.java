package dev.postern.settings;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the keys of the listeners for mail. */
final class ReceivingSettings {
    private static final String LOOPBACK = "127.0.0.1";

    private ReceivingSettings() {}

    static Settings.Receiving read(
            SettingValues values, Settings.Server server, Optional<Settings.Management> management) {
        Optional<Settings.MailPort> smtp = port(values, "smtp");
        Optional<Settings.MailPort> lmtp = port(values, "lmtp");
        boolean proxy = values.one("smtp.proxy-protocol", "false", Forms::yesOrNo);
        if (proxy && smtp.isEmpty()) {
            values.problem("smtp.proxy-protocol needs smtp.port");
        }
        refuseTaken(values, smtp, lmtp, server, management);
        return new Settings.Receiving(
                values.one("smtp.hostname", "the first of server.tls-names, or localhost", Forms::host, text -> text)
                        .orElseGet(() -> usualName(server)),
                smtp,
                lmtp,
                proxy,
                values.many("smtp.trusted", TargetForms::addresses),
                values.one("smtp.junk-headers", "true", Forms::yesOrNo));
    }

    private static Optional<Settings.MailPort> port(SettingValues values, String protocol) {
        Optional<Integer> port = values.one(protocol + ".port", "none", Forms.port(), text -> text);
        InetAddress bind = values.one(protocol + ".bind", LOOPBACK, Forms::address);
        if (port.isEmpty() && !values.origin(protocol + ".bind").equals(SettingValues.DEFAULT)) {
            values.problem(protocol + ".bind needs " + protocol + ".port");
        }
        return port.map(number -> new Settings.MailPort(bind, number));
    }

    private static String usualName(Settings.Server server) {
        return server.tlsNames().stream()
                .filter(name -> !name.contains(":") && !name.matches("[0-9.]+"))
                .findFirst()
                .orElse("localhost");
    }

    private static void refuseTaken(
            SettingValues values,
            Optional<Settings.MailPort> smtp,
            Optional<Settings.MailPort> lmtp,
            Settings.Server server,
            Optional<Settings.Management> management) {
        var taken = new ArrayList<>(List.of(server.port(), server.tlsPort()));
        management.ifPresent(one -> taken.add(one.port()));
        Stream.of("smtp", "lmtp")
                .forEach(protocol -> (protocol.equals("smtp") ? smtp : lmtp).ifPresent(one -> {
                    if (one.port() != 0 && taken.contains(one.port())) {
                        values.problem(protocol + ".port is " + one.port() + ", which is the port of another listener");
                    }
                    taken.add(one.port());
                }));
    }
}
