package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.postern.http.tls.LocalAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The targets that workflows of a whole server can call, by default and as configured. */
class OutgoingCallsTest {
    static final String BASE =
            "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/rg/providers/Microsoft.Logic/workflows/";
    private static final String VERSION = "?api-version=2019-05-01";

    @TempDir
    Path folder;

    @TempDir
    Path foreign;

    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer plain;
    private HttpsServer secure;
    private LocalAuthority authority;

    @BeforeEach
    void serve() throws IOException {
        authority = LocalAuthority.open(foreign, List.of(), InstantSource.system());
        InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        plain = HttpServer.create(free, 0);
        secure = HttpsServer.create(free, 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(authority.serverContext()));
        for (HttpServer server : List.of(plain, secure)) {
            server.createContext("/", exchange -> {
                asked.incrementAndGet();
                exchange.sendResponseHeaders(204, -1);
                exchange.close();
            });
            server.start();
        }
    }

    @AfterEach
    void stop() {
        plain.stop(0);
        secure.stop(0);
    }

    static JsonNode manage(TestPostern postern, String method, String path, String body) {
        Answer answer = postern.admin()
                .http()
                .send(
                        method,
                        path + VERSION,
                        postern.admin().token(Administration.MANAGEMENT),
                        body.isEmpty() ? null : "application/json",
                        body.isEmpty() ? null : body);
        assertTrue(answer.status() / 100 == 2, answer::body);
        return answer.body().isEmpty() ? dev.postern.http.Json.object() : answer.json();
    }

    /** Returns the result of one call: the code of its error, or its status. */
    static String outcome(TestPostern postern, String name, String uri) {
        manage(postern, "PUT", BASE + name, """
            {"location":"here","properties":{"definition":{"triggers":{"t":{"type":"Request","kind":"Http"}},"actions":{"A":
             {"type":"Http","inputs":{"method":"GET","uri":"%s","headers":{"Metadata":"true"},"retryPolicy":{"type":"none"}}}}}}}\
            """.formatted(uri));
        manage(postern, "POST", BASE + name + "/triggers/t/run", "");
        JsonNode action = Waiting.until(() -> {
            JsonNode runs = manage(postern, "GET", BASE + name + "/runs", "").path("value");
            if (runs.isEmpty()
                    || runs.get(0).at("/properties/status").asString().equals("Running")) {
                return Optional.empty();
            }
            String run = runs.get(0).path("name").asString();
            return Optional.of(manage(postern, "GET", BASE + name + "/runs/" + run + "/actions/A", ""));
        });
        String error = action.at("/properties/error/code").asString("");
        return error.isEmpty() ? action.at("/properties/outputs/statusCode").asString("") : error;
    }

    @Test
    void byDefaultOnlyTheServersOwnPublicEdgesOfTheMachineCanBeCalled() {
        try (TestPostern postern = TestPostern.start(folder)) {
            int port = plain.getAddress().getPort();
            assertEquals("TargetNotAllowed", outcome(postern, "a", "http://localhost:" + port + "/"));
            assertEquals("TargetNotAllowed", outcome(postern, "b", "http://127.0.0.1:" + port + "/"));
            assertEquals("TargetNotAllowed", outcome(postern, "c", "http://[::ffff:127.0.0.1]:" + port + "/"));
            int tls = secure.getAddress().getPort();
            assertEquals("TargetNotAllowed", outcome(postern, "d", "https://localhost:" + tls + "/"));
            assertEquals(0, asked.get());
            assertEquals("200", outcome(postern, "e", postern.address() + "/healthz"));
            assertEquals("200", outcome(postern, "f", postern.tlsAddress() + "/healthz"));
            assertEquals("TargetNotAllowed", outcome(postern, "g", postern.address() + "/msi/token?resource=x"));
            assertEquals("TargetNotAllowed", outcome(postern, "h", postern.tlsAddress() + "/MSI//t%6fken"));
        }
    }

    @Test
    void theKeysAllowTheirTargetsAndNeverAnIdentityEndpoint() throws IOException {
        String identity;
        try (TestPostern postern = TestPostern.start(folder)) {
            identity = postern.admin()
                    .http()
                    .send(
                            "POST",
                            "/postern/identities",
                            postern.admin().token(Administration.MANAGEMENT),
                            "application/json",
                            "{\"name\":\"robot\"}")
                    .expect(201)
                    .json()
                    .path("principalId")
                    .asString();
        }
        int imds = freePort();
        String targets = "outbound.allowed-targets: [127.0.0.0/8, \"::1\"]\n";
        String listener = "imds:\n  - { identity: " + identity + ", port: " + imds + " }\n";
        int tls = secure.getAddress().getPort();
        try (TestPostern postern = TestPostern.configured(folder, targets + listener)) {
            assertEquals(
                    "204",
                    outcome(
                            postern,
                            "a",
                            "http://localhost:" + plain.getAddress().getPort() + "/"));
            assertEquals("BadGateway", outcome(postern, "b", "https://localhost:" + tls + "/"));
            for (String host : List.of("localhost", "127.0.0.1", "127.0.0.2", "[::ffff:7f00:1]")) {
                assertEquals(
                        "TargetNotAllowed",
                        outcome(postern, "c", "http://" + host + ":" + imds + "/metadata/identity/oauth2/token"));
                String own = postern.address().replace("localhost", host);
                assertEquals("TargetNotAllowed", outcome(postern, "d", own + "/msi/token"));
            }
        }
        Path file = Files.copy(foreign.resolve("ca.pem"), folder.resolve("further.pem"));
        try (TestPostern postern = TestPostern.configured(folder, targets + "outbound.trust-file: " + file + "\n")) {
            assertEquals("204", outcome(postern, "e", "https://localhost:" + tls + "/"));
            URI own = URI.create(postern.tlsAddress());
            assertEquals("200", outcome(postern, "f", own + "/healthz"));
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
