package dev.postern.acceptance;

import static dev.postern.acceptance.Observation.mailbox;
import static dev.postern.acceptance.Observation.server;
import static dev.postern.acceptance.ServerSettingRows.freePort;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The keys that act on mail from and to other hosts. */
final class TransportSettingRows {
    private static final String HERE = "127.0.0.1";
    private static final int GREETING_MILLIS = 2_000;
    private static final int LOOKS = 40;
    private static final int BETWEEN_LOOKS_MILLIS = 150;

    private TransportSettingRows() {}

    static List<SettingRow> all() {
        var rows = new ArrayList<SettingRow>();
        rows.addAll(listeners());
        rows.addAll(peers());
        rows.addAll(relay());
        rows.addAll(logins());
        return rows;
    }

    private static SettingRow row(String key, String value, String what, Observation observation) {
        return new SettingRow(key, value, what, observation, "false", "true");
    }

    private static List<SettingRow> listeners() {
        var rows = new ArrayList<SettingRow>();
        for (String protocol : List.of("smtp", "lmtp")) {
            int port = freePort();
            rows.add(row(
                    protocol + ".port",
                    Integer.toString(port),
                    "whether the server listens on the port",
                    server(_ -> SlowPeer.answers(HERE, port))));
            int other = freePort();
            rows.add(row(
                    protocol + ".bind",
                    "127.0.0.4",
                    "whether it listens there",
                    server(_ -> SlowPeer.answers("127.0.0.4", other))
                            .with(protocol + ".port", Integer.toString(other))));
        }
        int port = freePort();
        rows.add(row(
                "smtp.hostname",
                "mx.contoso.example",
                "whether the greeting has the name",
                server(_ -> greeting(port).startsWith("220 mx.contoso.example"))
                        .with("smtp.port", Integer.toString(port))));
        int proxied = freePort();
        rows.add(row(
                "smtp.proxy-protocol",
                "true",
                "whether a peer without header gets no greeting",
                server(_ -> !greeting(proxied).startsWith("220")).with("smtp.port", Integer.toString(proxied))));
        return rows;
    }

    private static List<SettingRow> peers() {
        int port = freePort();
        int other = freePort();
        return List.of(
                row(
                        "smtp.trusted",
                        HERE,
                        "whether its test results are kept",
                        mailbox(user -> {
                                    deliver(port);
                                    return user.get("/messages?$select=internetMessageHeaders")
                                            .body()
                                            .contains("Authentication-Results");
                                })
                                .with("smtp.port", Integer.toString(port))),
                row(
                        "smtp.junk-headers",
                        "false",
                        "whether spam is in the Inbox",
                        mailbox(user -> {
                                    deliver(other);
                                    return user.get("/mailFolders/inbox/messages")
                                            .body()
                                            .contains("Spam by SMTP");
                                })
                                .with("smtp.port", Integer.toString(other), "smtp.trusted", HERE)));
    }

    private static List<SettingRow> relay() {
        MailHost named = new MailHost(null, false);
        MailHost placed = new MailHost(null, false);
        MailHost plain = new MailHost(null, false);
        MailHost refusing = new MailHost(null, true);
        MailHost returning = new MailHost(null, true);
        MailHost secure = new MailHost(ServerSettingRows.foreignContext(), false);
        return List.of(
                row(
                        "relay.host",
                        HERE,
                        "whether the host gets mail",
                        ifGiven(sent(named, "MAIL"), "relay.port", port(named), "relay.tls", "none")),
                row(
                        "relay.port",
                        port(placed),
                        "whether the host gets mail",
                        sent(placed, "MAIL").with("relay.host", HERE, "relay.tls", "none")),
                row(
                        "relay.tls",
                        "none",
                        "whether a host without TLS gets mail",
                        sent(plain, "MAIL").with("relay.host", HERE, "relay.port", port(plain))),
                row(
                        "relay.ca-file",
                        ServerSettingRows.foreignAuthority().toString(),
                        "whether a host with a certificate of its own gets mail",
                        sent(secure, "MAIL").with("relay.host", "localhost", "relay.port", port(secure))),
                row(
                        "relay.direct",
                        "true",
                        "whether mail leaves without a smarthost",
                        server(postern -> postern.admin()
                                .http()
                                .get("/metrics", null)
                                .body()
                                .contains("postern_relay_sessions"))),
                row(
                        "relay.first-retry",
                        "1 s",
                        "whether there is a second attempt soon",
                        mailbox(user -> user.sendTo("a@elsewhere.example").status() == 202 && refusing.gets("RCPT", 2))
                                .with(smarthost(refusing))),
                row(
                        "relay.expire",
                        "1 s",
                        "whether the sender gets a report soon",
                        mailbox(TransportSettingRows::isReported)
                                .with(smarthost(returning))
                                .with("relay.first-retry", "1 s")),
                new SettingRow(
                        "relay.connections", "1", "sessions at a time", TransportSettingRows::sessions, "3", "1"));
    }

    private static List<SettingRow> logins() {
        MailHost user = new MailHost(null, false);
        MailHost password = new MailHost(null, false);
        return List.of(
                row(
                        "relay.user",
                        "postern",
                        "whether the server logs in",
                        ifGiven(sent(user, "AUTH"), "relay.password", "secret").with(smarthost(user))),
                row(
                        "relay.password",
                        "secret",
                        "whether the server logs in",
                        ifGiven(sent(password, "AUTH"), "relay.user", "postern").with(smarthost(password))));
    }

    /** These settings belong to a key: without it they are refused. */
    private static Observation ifGiven(Observation observation, String... more) {
        return new Observation() {
            @Override
            public String of(String... settings) throws Exception {
                return settings.length == 0
                        ? observation.of()
                        : observation.with(more).of(settings);
            }

            @Override
            public Observation with(String... base) {
                return settings -> settings.length == 0
                        ? observation.of(base)
                        : observation.with(more).with(base).of(settings);
            }
        };
    }

    private static Observation sent(MailHost host, String command) {
        return mailbox(user -> user.sendTo("a@elsewhere.example").status() == 202 && host.gets(command, 1));
    }

    private static String[] smarthost(MailHost host) {
        return new String[] {"relay.host", HERE, "relay.tls", "none", "relay.port", port(host)};
    }

    private static String port(MailHost host) {
        return Integer.toString(host.port());
    }

    private static boolean isReported(Observation.MailboxUser user) throws InterruptedException {
        user.sendTo("a@elsewhere.example").expect(202);
        for (int i = 0; i < LOOKS; i++) {
            if (user.get("/mailFolders/inbox/messages").body().contains("Undeliverable")) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
        }
        return false;
    }

    /** Three messages to a host that says nothing. */
    private static String sessions(String... settings) throws Exception {
        try (var silent = new SilentHost()) {
            return mailbox(user -> {
                        for (int i = 0; i < 3; i++) {
                            user.sendTo("a" + i + "@elsewhere.example").expect(202);
                        }
                        return silent.connections();
                    })
                    .with("relay.host", HERE, "relay.tls", "none", "relay.port", Integer.toString(silent.port()))
                    .of(settings);
        }
    }

    private static String greeting(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.ofLiteral(HERE), port)) {
            socket.setSoTimeout(GREETING_MILLIS);
            String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            return line == null ? "" : line;
        } catch (SocketTimeoutException e) {
            return "";
        }
    }

    private static void deliver(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.ofLiteral(HERE), port)) {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            in.readLine();
            for (String command : List.of(
                    "HELO mx.fabrikam.example",
                    "MAIL FROM:<a@elsewhere.example>",
                    "RCPT TO:<seen@contoso.example>",
                    "DATA",
                    "Authentication-Results: mx; spf=pass\r\nX-Spam-Flag: YES\r\nFrom: a@elsewhere.example\r\n"
                            + "Subject: Spam by SMTP\r\n\r\nHello\r\n.")) {
                socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
                String reply = in.readLine();
                if (reply == null || reply.charAt(0) > '3') {
                    throw new IOException("Not accepted: " + reply);
                }
            }
        }
    }
}
