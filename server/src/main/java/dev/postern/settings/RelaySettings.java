package dev.postern.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The keys that begin with {@code relay}. */
final class RelaySettings {
    private static final int PORT = 25;
    private static final int SUBMISSION_PORT = 587;

    private RelaySettings() {}

    static Settings.Relay read(SettingValues values) {
        Optional<String> host = values.one("relay.host", "none", Forms::host, text -> text);
        Optional<Integer> port = values.one("relay.port", "25, or 587 with relay.user", Forms.port(), text -> text);
        var tls = values.one("relay.tls", "starttls", Forms.oneOf(Settings.RelayTls.values()));
        Optional<String> user = values.one("relay.user", "none", Forms::notBlank, text -> text);
        Optional<String> password = values.one("relay.password", "none", Forms::notBlank, _ -> "***");
        Optional<Path> authorities =
                values.one("relay.ca-file", "the authorities that Java trusts", RelaySettings::file, text -> text);
        boolean direct = values.one("relay.direct", "false", Forms::yesOrNo);
        if (host.isPresent() && direct) {
            values.problem("relay.host and relay.direct exclude each other");
        }
        if (host.isEmpty()) {
            List.of("relay.port", "relay.tls", "relay.user", "relay.password", "relay.ca-file").stream()
                    .filter(key -> !values.origin(key).equals(SettingValues.DEFAULT))
                    .forEach(key -> values.problem(key + " needs relay.host"));
        }
        if (user.isPresent() != password.isPresent()) {
            values.problem("relay.user and relay.password need each other");
        }
        if (user.isPresent()
                && tls == Settings.RelayTls.NONE
                && host.filter(RelaySettings::isHere).isEmpty()) {
            values.problem("relay.tls is none, which would send relay.password unencrypted to another machine");
        }
        Optional<Settings.RelayLogin> login =
                user.flatMap(name -> password.map(secret -> new Settings.RelayLogin(name, secret)));
        return new Settings.Relay(
                host.map(name -> new Settings.RelayHost(
                        name, port.orElse(user.isPresent() ? SUBMISSION_PORT : PORT), tls, login, authorities)),
                direct,
                values.one("relay.connections", "4", Forms.number(1, 64)),
                values.one("relay.first-retry", "60 s", Forms.duration(Duration.ofSeconds(1), Duration.ofDays(1))),
                values.one("relay.expire", "2 d", Forms.duration(Duration.ofSeconds(1), Duration.ofDays(30))));
    }

    private static Path file(String text) {
        TargetForms.authorities(text);
        return Forms.path(text);
    }

    private static boolean isHere(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
    }
}
