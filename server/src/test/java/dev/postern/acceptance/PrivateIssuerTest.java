package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jwt.JWTClaimsSet;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.postern.http.tls.LocalAuthority;
import dev.postern.token.Signer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trusted issuer on a private network, with a certificate of a private authority, such as the one of a cluster: {@code docs/identity.md}. */
class PrivateIssuerTest {
    private static final String SUBJECT = "system:serviceaccount:mail:notify";

    @TempDir
    Path folder;

    @TempDir
    Path foreign;

    private final Signer signer = new Signer();
    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer plain;
    private HttpsServer secure;

    @BeforeEach
    void serve() throws IOException {
        LocalAuthority authority = LocalAuthority.open(foreign, List.of(), InstantSource.system());
        InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        plain = HttpServer.create(free, 0);
        secure = HttpsServer.create(free, 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(authority.serverContext()));
        publish(plain, "http");
        publish(secure, "https");
    }

    private void publish(HttpServer server, String scheme) {
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            String issuer = scheme + "://" + exchange.getRequestHeaders().getFirst("Host");
            String text = exchange.getRequestURI().getPath().endsWith("/keys")
                    ? signer.keyDocument()
                    : "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + issuer + "/keys\"}";
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        plain.stop(0);
        secure.stop(0);
    }

    private Answer trust(TestPostern postern, String appId, String issuer) {
        Administration admin = postern.admin();
        return admin.http()
                .post(
                        "/v1.0/applications(appId='" + appId + "')/federatedIdentityCredentials",
                        admin.token(Administration.GRAPH),
                        "{\"name\":\"c" + UUID.randomUUID() + "\",\"issuer\":\"" + issuer + "\",\"subject\":\""
                                + SUBJECT + "\",\"audiences\":[\"api://AzureADTokenExchange\"]}");
    }

    private Answer exchange(TestPostern postern, String appId, String issuer) {
        return postern.admin()
                .requestToken(
                        appId,
                        signer.issued(new JWTClaimsSet.Builder()
                                .issuer(issuer)
                                .subject(SUBJECT)
                                .audience("api://AzureADTokenExchange")
                                .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                                .build()));
    }

    private static void unreachable(Answer answer) {
        assertEquals(401, answer.status(), answer::body);
        assertTrue(answer.body().contains("AADSTS50166"), answer::body);
    }

    @Test
    void aPrivateIssuerNeedsAnAllowedTargetAndItsAuthority() throws IOException {
        String https = "https://localhost:" + secure.getAddress().getPort();
        String http = "http://localhost:" + plain.getAddress().getPort();
        String byAddress = "http://127.0.0.1:" + plain.getAddress().getPort();
        try (TestPostern postern = TestPostern.start(folder)) {
            String app = postern.admin().app("workload").appId();
            trust(postern, app, https).expect(201);
            assertTrue(trust(postern, app, http).expect(400).body().contains("'outbound.allowed-targets'"));
            unreachable(exchange(postern, app, https));
            assertEquals(0, asked.get(), "a target that is not allowed is not called");
        }
        for (String targets : List.of("localhost", "127.0.0.0/8, \"::1\"")) {
            String allowed = "outbound.allowed-targets: [" + targets + "]\n";
            try (TestPostern postern = TestPostern.configured(folder, allowed)) {
                String app = postern.admin().app("workload").appId();
                trust(postern, app, https).expect(201);
                unreachable(exchange(postern, app, https));
                assertEquals(0, asked.get(), "an authority that is not trusted gets no request");
            }
            Path file = Files.write(folder.resolve("cluster.pem"), Files.readAllBytes(foreign.resolve("ca.pem")));
            try (TestPostern postern =
                    TestPostern.configured(folder, allowed + "outbound.trust-file: " + file + "\n")) {
                String app = postern.admin().app("workload").appId();
                trust(postern, app, https).expect(201);
                exchange(postern, app, https).expect(200);
                String plainIssuer = targets.equals("localhost") ? http : byAddress;
                trust(postern, app, plainIssuer).expect(201);
                exchange(postern, app, plainIssuer).expect(200);
                unreachable(exchange(postern, app, foreignIssuer(postern, app)));
                asked.set(0);
            }
        }
    }

    /** An issuer whose address is private and not listed. */
    private String foreignIssuer(TestPostern postern, String app) {
        String issuer = "https://10.255.255.1";
        trust(postern, app, issuer).expect(201);
        return issuer;
    }
}
