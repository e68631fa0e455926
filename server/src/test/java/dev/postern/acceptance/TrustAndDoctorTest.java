package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.postern.cli.Client;
import dev.postern.cli.Command;
import dev.postern.http.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code trust} and {@code doctor}, with a server, and with proxies that do what proxies do. */
class TrustAndDoctorTest {
    private static TestPostern postern;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        postern = TestPostern.start();
    }

    @AfterAll
    static void stop() {
        postern.close();
    }

    private record Printed(int status, String out, String err) {
        /** Returns the level of a finding, or nothing. */
        String level(String check) {
            return finding(check).map(one -> one.path("level").asString()).orElse("none");
        }

        Optional<JsonNode> finding(String check) {
            return Json.parse(out)
                    .path("findings")
                    .valueStream()
                    .filter(one -> one.path("check").asString().equals(check))
                    .findFirst();
        }
    }

    private Printed run(Map<String, String> environment, String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var client = new Client(
                environment,
                folder,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        int status = switch (Command.read(List.of(words))) {
            case Command.Remote remote -> client.run(remote);
            case Command.Unusable unusable -> unusable.status();
            default -> throw new AssertionError(List.of(words));
        };
        return new Printed(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private Printed run(String... words) {
        return run(
                Map.of("POSTERN_PROFILE", postern.folder().resolve("admin.json").toString()), words);
    }

    @Test
    void everyKindOfClientIsToldHowToTrust() throws Exception {
        String pem = Files.readString(postern.caFile());
        assertEquals(pem, run("trust", "print").out());
        assertEquals(
                "export NODE_EXTRA_CA_CERTS=" + postern.caFile() + "\n",
                run("trust", "node").out());
        Printed java = run("trust", "java", "--out", "trust.p12");
        Path file = folder.resolve("trust.p12");
        assertTrue(java.out().contains("-Djavax.net.ssl.trustStore=" + file), java::out);
        KeyStore store = KeyStore.getInstance(file.toFile(), "changeit".toCharArray());
        assertTrue(store.size() > 50, "the default authorities too");
        assertTrue(pem.contains(Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(store.getCertificate("postern-0").getEncoded())));
        assertEquals(64, run("trust").status());
        assertEquals(64, run("trust", "windows").status());
        assertEquals(64, run("trust", "node", "--yes").status());
        assertEquals(64, run("trust", "print", "--out", "x").status());
        assertEquals(1, run("trust", "java", "--out", "missing/trust.p12").status());
    }

    @Test
    void aServerWithoutProblemsIsHealthy() {
        Printed healthy = run("doctor", "--json");
        assertEquals(0, healthy.status(), healthy::out);
        for (String check : List.of(
                "name",
                "connection",
                "tls",
                "certificate name",
                "certificate age",
                "clock",
                "discovery",
                "token endpoint",
                "bodies")) {
            assertEquals("ok", healthy.level(check), healthy::out);
        }
        assertTrue(run("doctor").out().endsWith("No problems were found.\n"));
        assertEquals(0, run("doctor", "--url", postern.address(), "--json").status(), "http is only a warning");
        assertEquals(
                "warning", run("doctor", "--url", postern.address(), "--json").level("tls"));
        for (String url : List.of("localhost", "ftp://localhost", "https://localhost/path", "https://u:p@localhost")) {
            assertEquals(64, run("doctor", "--url", url).status(), url);
        }
    }

    @Test
    void aServerOfAnotherAuthorityOrNameIsFound() throws Exception {
        Printed stranger = run(Map.of(), "doctor", "--url", postern.tlsAddress(), "--json");
        assertFalse(stranger.out().contains("the profile"), stranger::out);
        assertEquals(1, stranger.status());
        assertEquals("problem", stranger.level("tls"), stranger::out);
        assertEquals("ok", stranger.level("token endpoint"), "the other checks are made anyway");
        assertEquals(64, run(Map.of(), "doctor").status(), "neither profile nor URL");

        try (TestPostern other = TestPostern.start("server.bind", "127.0.0.2")) {
            String url = other.tlsAddress().replace("localhost", "127.0.0.2");
            Printed wrong = run("doctor", "--url", url, "--json");
            assertEquals("problem", wrong.level("certificate name"), wrong::out);
            assertEquals("problem", wrong.level("tls"), wrong::out);
            assertEquals("problem", wrong.level("discovery"), wrong::out);
        }
    }

    @Test
    void whatDoesNotRespondIsFound() throws Exception {
        Printed name = run("doctor", "--url", "https://missing.invalid", "--json");
        assertEquals(1, name.status());
        assertEquals("problem", name.level("name"), name::out);
        Printed closed = run("doctor", "--url", "https://localhost:" + ServerSettingRows.freePort(), "--json");
        assertEquals("problem", closed.level("connection"), closed::out);
        assertTrue(closed.finding("connection")
                .orElseThrow()
                .path("advice")
                .asString()
                .contains("server.bind"));
        Printed plain = run("doctor", "--url", postern.address().replace("http:", "https:"), "--json");
        assertEquals("problem", plain.level("tls"), plain::out);
    }

    /** A proxy that replaces Host, limits bodies, breaks the token endpoint, and has a clock that is wrong. */
    @Test
    void whatAProxyBreaksIsFound() throws Exception {
        HttpServer proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            exchange.getRequestBody().readAllBytes();
            if (path.endsWith("openid-configuration")) {
                send(exchange, 200, "{\"token_endpoint\": \"http://backend:8080/x/oauth2/v2.0/token\"}");
            } else {
                send(exchange, path.startsWith("/v1.0") ? 413 : 502, "<html>");
            }
        });
        proxy.start();
        try {
            String url = "http://localhost:" + proxy.getAddress().getPort();
            Printed broken = run("doctor", "--url", url, "--json");
            assertEquals(1, broken.status());
            for (String check : List.of("discovery", "token endpoint", "bodies")) {
                assertEquals("problem", broken.level(check), broken::out);
                assertFalse(broken.finding(check)
                        .orElseThrow()
                        .path("advice")
                        .asString()
                        .isEmpty());
            }
            assertTrue(broken.out().contains("server.public-names"), broken::out);
            assertTrue(broken.out().contains("client_max_body_size"), broken::out);
            assertEquals("ok", broken.level("proxy"), broken::out);
            String text = run("doctor", "--url", url).out();
            assertTrue(text.contains("PROBLEM  bodies: "), text);
        } finally {
            proxy.stop(0);
        }
    }

    @Test
    void aWrongClockIsFound() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread server = Thread.ofVirtual().start(() -> respondLate(socket));
            Printed late = run("doctor", "--url", "http://localhost:" + socket.getLocalPort(), "--json");
            assertEquals(1, late.status());
            assertEquals("problem", late.level("clock"), late::out);
            assertTrue(late.finding("clock")
                    .orElseThrow()
                    .path("advice")
                    .asString()
                    .contains("NTP"));
            server.interrupt();
        }
    }

    /** The server of the JDK sets the date itself. */
    private static void respondLate(ServerSocket socket) {
        try {
            while (true) {
                try (Socket peer = socket.accept()) {
                    if (peer.getInputStream().read() < 0) {
                        continue;
                    }
                    String response = String.join(
                            "\r\n",
                            "HTTP/1.1 404 Not Found",
                            "Date: Mon, 23 Nov 2020 08:00:00 GMT",
                            "Content-Length: 0",
                            "Connection: close",
                            "",
                            "");
                    peer.getOutputStream().write(response.getBytes(StandardCharsets.US_ASCII));
                    peer.shutdownOutput();
                    peer.getInputStream().readAllBytes();
                }
            }
        } catch (IOException e) {
            // the test has ended
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Server", "nginx");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
