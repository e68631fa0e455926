package dev.postern.acceptance;

import static dev.postern.acceptance.Observation.server;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.postern.TestFolders;
import dev.postern.http.tls.LocalAuthority;
import dev.postern.login.RawHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;

/** The keys that act on listeners, tokens and outgoing calls. */
final class ServerSettingRows {
    private static final String FORM =
            "POST /contoso.example/oauth2/v2.0/token HTTP/1.1\r\nHost: localhost\r\nContent-Type:"
                    + " application/x-www-form-urlencoded\r\nContent-Length: 60000\r\n\r\n";

    private ServerSettingRows() {}

    static List<SettingRow> all() {
        var rows = new ArrayList<SettingRow>();
        rows.add(new SettingRow(
                "server.bind",
                "127.0.0.2",
                "whether the server listens on another address",
                server(postern -> SlowPeer.answers(
                        "127.0.0.2", URI.create(postern.address()).getPort())),
                "false",
                "true"));
        for (String key : List.of("server.port", "server.tls-port")) {
            int port = freePort();
            rows.add(new SettingRow(
                    key,
                    Integer.toString(port),
                    "whether the server listens on the port",
                    server(_ -> SlowPeer.answers("127.0.0.1", port)),
                    "false",
                    "true"));
        }
        rows.addAll(operators());
        rows.add(new SettingRow(
                "server.tls-names",
                "mail.contoso.example",
                "whether the certificate has the name",
                server(postern -> certificate(postern).getSubjectAlternativeNames().stream()
                        .anyMatch(name -> name.contains("mail.contoso.example"))),
                "false",
                "true"));
        rows.add(new SettingRow(
                "server.public-names",
                "https://mail.contoso.example",
                "whether links have the name of a Host header",
                server(postern -> RawHttp.send(
                                URI.create(postern.address()),
                                "GET",
                                "/contoso.example/v2.0/.well-known/openid-configuration",
                                "",
                                "Host: mail.contoso.example")
                        .contains("\"https://mail.contoso.example/")),
                "false",
                "true"));
        rows.add(new SettingRow(
                "tenant.domain",
                "fabrikam.example",
                "the tenant of admin.json",
                server(postern -> TestPostern.read(postern.folder().resolve("admin.json"))
                        .path("tenantDomain")
                        .asString()),
                "contoso.example",
                "fabrikam.example"));
        rows.add(new SettingRow(
                "tenant.additional",
                "fabrikam.example",
                "whether it has an administrator",
                server(postern -> Files.exists(postern.folder().resolve("admin-fabrikam.example.json"))),
                "false",
                "true"));
        rows.add(new SettingRow(
                "compute.threads",
                "7",
                "threads for work on content",
                server(postern -> metric(postern, "postern_compute_threads") == 7),
                "false",
                "true"));
        rows.add(new SettingRow(
                "graph.resource-names",
                "https://graph.corp.example",
                "a token for another name of Graph",
                server(postern -> postern.admin()
                        .requestToken(
                                postern.admin().clientId(),
                                postern.admin().clientSecret(),
                                Administration.GRAPH.replace("graph.microsoft.com", "graph.corp.example"))
                        .status()),
                "400",
                "200"));
        rows.add(new SettingRow(
                "limits.directory-memory",
                "1 MiB",
                "a user with a long property",
                server(postern -> postern.admin()
                        .http()
                        .post(
                                "/v1.0/users",
                                postern.admin().token(Administration.GRAPH),
                                "{\"displayName\":\"long\",\"userPrincipalName\":\"long@contoso.example\",\"mailNickname\":\"long\","
                                    + "\"accountEnabled\":true,\"passwordProfile\":{\"password\":\"xWwvJ]6NMw+bWH-d\"},"
                                    + "\"officeLocation\":\"" + "x".repeat(600_000) + "\"}")
                        .status()),
                "201",
                "403"));
        rows.addAll(signIn());
        rows.addAll(connections());
        rows.addAll(outgoing());
        return rows;
    }

    private static List<SettingRow> operators() {
        int port = freePort();
        String free = Integer.toString(freePort());
        Path key = Foreign.FOLDER.resolve("server-key.pem");
        return List.of(
                new SettingRow(
                        "server.management-port",
                        Integer.toString(port),
                        "metrics on the main listener",
                        server(postern ->
                                postern.admin().http().get("/metrics", null).status()),
                        "200",
                        "404"),
                new SettingRow(
                        "server.management-address",
                        "127.0.0.3",
                        "whether health is at another address",
                        more -> server(_ -> SlowPeer.answers("127.0.0.3", Integer.parseInt(free)))
                                .of(more.length == 0 ? more : plus(more, "server.management-port", free)),
                        "false",
                        "true"),
                new SettingRow(
                        "server.tls-cert",
                        Foreign.FOLDER.resolve("server.pem").toString(),
                        "whether the certificate is the local authority's",
                        more -> own(more.length == 0 ? more : plus(more, "server.tls-key", key.toString())),
                        "true",
                        "false"),
                new SettingRow(
                        "server.tls-key",
                        key.toString(),
                        "whether the certificate is the local authority's",
                        more -> own(
                                more.length == 0
                                        ? more
                                        : plus(
                                                more,
                                                "server.tls-cert",
                                                Foreign.FOLDER
                                                        .resolve("server.pem")
                                                        .toString())),
                        "true",
                        "false"));
    }

    private static String[] plus(String[] more, String key, String value) {
        return Stream.concat(Arrays.stream(more), Stream.of(key, value)).toArray(String[]::new);
    }

    private static String own(String... settings) throws Exception {
        return server(postern -> {
                    try {
                        return certificate(postern) != null;
                    } catch (SSLHandshakeException e) {
                        return false;
                    }
                })
                .of(settings);
    }

    private static List<SettingRow> signIn() {
        return List.of(
                new SettingRow(
                        "token.lifetime",
                        "600 s",
                        "expires_in of a token",
                        server(postern -> postern.admin()
                                        .requestToken(
                                                postern.admin().clientId(),
                                                postern.admin().clientSecret(),
                                                Administration.GRAPH)
                                        .json()
                                        .path("expires_in")
                                        .asInt()
                                > 600),
                        "true",
                        "false"),
                new SettingRow(
                        "token.single-use-assertions",
                        "true",
                        "an assertion that is presented twice",
                        server(postern -> {
                            var clients = new AssertionReuseTest();
                            Administration.App app = clients.app(postern.admin());
                            String assertion = clients.assertion(postern, app, postern.tlsAddress());
                            AssertionReuseTest.ask(postern, app, assertion, true, Administration.GRAPH)
                                    .expect(200);
                            return AssertionReuseTest.ask(postern, app, assertion, true, Administration.GRAPH)
                                    .status();
                        }),
                        "200",
                        "401"),
                new SettingRow(
                        "limits.failed-logins",
                        "1",
                        "the third wrong secret",
                        server(postern -> {
                            int status = 0;
                            for (int i = 0; i < 3; i++) {
                                status = postern.admin()
                                        .requestToken(postern.admin().clientId(), "wrong", Administration.GRAPH)
                                        .status();
                            }
                            return status;
                        }),
                        "401",
                        "429"));
    }

    private static List<SettingRow> connections() {
        String silent = "the connection of a silent peer";
        return List.of(
                new SettingRow(
                        "limits.connections",
                        "16",
                        "forty silent connections",
                        server(postern -> SlowPeer.crowd(postern.address(), 40)),
                        "open",
                        "closed"),
                new SettingRow(
                        "limits.handshake-timeout",
                        "1 s",
                        silent,
                        server(postern -> SlowPeer.silent(postern.tlsAddress(), "")),
                        "open",
                        "closed"),
                new SettingRow(
                        "limits.header-timeout",
                        "1 s",
                        silent,
                        server(postern -> SlowPeer.silent(postern.address(), "GET /healthz HTTP/1.1\r\nHost: l")),
                        "open",
                        "closed"),
                new SettingRow(
                        "limits.body-timeout",
                        "1 s",
                        silent,
                        server(postern -> SlowPeer.silent(postern.address(), FORM)),
                        "open",
                        "closed"),
                new SettingRow(
                        "limits.idle-timeout",
                        "1 s",
                        silent,
                        server(postern -> SlowPeer.silent(postern.address(), "")),
                        "open",
                        "closed"),
                new SettingRow(
                        "limits.least-rate",
                        "1 MiB",
                        "the connection of a slow body",
                        server(postern -> SlowPeer.slowBody(postern.address(), FORM, 2_000))
                                .with("limits.body-timeout", "1 s"),
                        "open",
                        "closed"));
    }

    private static List<SettingRow> outgoing() {
        Observation toPublicHost =
                server(postern -> OutgoingCallsTest.outcome(postern, "a", "https://graph.microsoft.com/v1.0/users")
                        .equals("401"));
        String local = "127.0.0.0/8,::1";
        return List.of(
                new SettingRow(
                        "workflow.map-public-hosts",
                        "false",
                        "whether a workflow reaches this server under Graph's name",
                        toPublicHost,
                        "true",
                        "false"),
                new SettingRow(
                        "outbound.allowed-targets",
                        local,
                        "a workflow that calls a local service",
                        server(postern -> outcome(postern, false)),
                        "TargetNotAllowed",
                        "204"),
                new SettingRow(
                        "outbound.trust-file",
                        Foreign.CA.toString(),
                        "a workflow that calls a service of another authority",
                        server(postern -> outcome(postern, true)).with("outbound.allowed-targets", local),
                        "BadGateway",
                        "204"));
    }

    /** Returns the result of a workflow's call to a service on this machine. */
    private static String outcome(TestPostern postern, boolean tls) throws IOException {
        InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpServer service;
        if (tls) {
            HttpsServer secure = HttpsServer.create(free, 0);
            secure.setHttpsConfigurator(new HttpsConfigurator(Foreign.AUTHORITY.serverContext()));
            service = secure;
        } else {
            service = HttpServer.create(free, 0);
        }
        service.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        service.start();
        try {
            String scheme = tls ? "https" : "http";
            return OutgoingCallsTest.outcome(
                    postern,
                    "a",
                    scheme + "://localhost:" + service.getAddress().getPort() + "/");
        } finally {
            service.stop(0);
        }
    }

    /** An authority that no server trusts by default. */
    private static final class Foreign {
        static final Path FOLDER = folder();
        static final LocalAuthority AUTHORITY = LocalAuthority.open(FOLDER, List.of(), InstantSource.system());
        static final Path CA = AUTHORITY.caFile();

        private static Path folder() {
            try {
                return TestFolders.folder("postern-foreign");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static SSLContext foreignContext() {
        return Foreign.AUTHORITY.serverContext();
    }

    static Path foreignAuthority() {
        return Foreign.CA;
    }

    static double metric(TestPostern postern, String name) {
        return postern.admin()
                .http()
                .get("/metrics", null)
                .expect(200)
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    private static X509Certificate certificate(TestPostern postern) throws IOException {
        var context = LocalAuthority.open(postern.folder().resolve("tls"), List.of(), InstantSource.system())
                .clientContext();
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket("localhost", URI.create(postern.tlsAddress()).getPort())) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    static int freePort() {
        try {
            return OutgoingCallsTest.freePort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
