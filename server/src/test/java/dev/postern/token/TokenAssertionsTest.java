package dev.postern.token;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.postern.access.AppId;
import dev.postern.access.TenantId;
import dev.postern.directory.WellKnown;
import dev.postern.outbound.AllowedTargets;
import dev.postern.outbound.NameLookup;
import dev.postern.outbound.OutboundClient;
import dev.postern.outbound.OutwardTrust;
import dev.postern.outbound.OwnEdges;
import dev.postern.outbound.TargetPolicy;
import dev.postern.outbound.TargetRefused;
import dev.postern.store.Database;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Client assertions: their single use, external issuers, and registered certificates. */
class TokenAssertionsTest {
    private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");
    private final AtomicReference<Instant> now = new AtomicReference<>(START);

    @ParameterizedTest
    @EnumSource(Engine.class)
    void anAssertionIsAcceptedOnceAcrossAllNodes(Engine engine) {
        TenantId tenant = new TenantId(UUID.randomUUID());
        AppId app = new AppId(UUID.randomUUID());
        Instant end = START.plusSeconds(600);
        try (Database database = Databases.open(engine)) {
            var one = new UsedAssertions(database, now::get, UsedAssertions.Policy.ONCE_PER_RESOURCE);
            var other = new UsedAssertions(database, now::get, UsedAssertions.Policy.ONCE_PER_RESOURCE);
            AppId graph = WellKnown.MICROSOFT_GRAPH;
            assertTrue(one.use(tenant, app, "id", graph, end));
            assertFalse(other.use(tenant, app, "id", graph, end));
            assertTrue(other.use(tenant, app, "id", WellKnown.AZURE_MANAGEMENT, end));
            assertTrue(other.use(tenant, new AppId(UUID.randomUUID()), "id", graph, end));
            assertTrue(other.use(new TenantId(UUID.randomUUID()), app, "id", graph, end));
            assertTrue(one.areRecorded());
            assertFalse(new UsedAssertions(database, now::get, UsedAssertions.Policy.WHILE_VALID).areRecorded());
            now.set(end.minusMillis(1));
            one.forgetExpired();
            assertFalse(one.use(tenant, app, "id", graph, end));
            now.set(end);
            one.forgetExpired();
            assertTrue(one.use(tenant, app, "id", graph, end));
        }
    }

    @Test
    void keysOfAnIssuerAreCachedAndFetchedAgainForAnUnknownKey() {
        Signer signer = new Signer();
        var fetched = new AtomicInteger();
        var keys = new IssuerKeys(
                address -> {
                    fetched.incrementAndGet();
                    String text = address.getPath().startsWith("/.well-known")
                            ? "{\"issuer\":\"https://issuer.example\",\"jwks_uri\":\"https://keys.example/keys\"}"
                            : signer.keyDocument();
                    return text.getBytes(StandardCharsets.UTF_8);
                },
                now::get);
        assertEquals(signer.publicKey(), keys.find("https://issuer.example", "outside"));
        assertNotNull(keys.find("https://issuer.example", "outside"));
        assertEquals(2, fetched.get());
        assertNull(keys.find("https://issuer.example", "unknown"));
        assertEquals(2, fetched.get());
        now.set(START.plusSeconds(30));
        assertNull(keys.find("https://issuer.example", "unknown"));
        assertEquals(4, fetched.get());
        now.set(START.plus(Duration.ofHours(2)));
        assertNotNull(keys.find("https://issuer.example", "outside"));
        assertEquals(6, fetched.get());
        // The document belongs to another issuer than the requested one.
        assertThrows(LoginFailure.class, () -> keys.find("https://other.example", "outside"));
    }

    private static OutboundClient client(String... allowed) throws GeneralSecurityException {
        SSLContext trust = SSLContext.getDefault();
        return new OutboundClient(
                new TargetPolicy(AllowedTargets.of(List.of(allowed)), OwnEdges.NONE, NameLookup.SYSTEM),
                OutwardTrust.ofContext(() -> trust));
    }

    @Test
    void nothingIsFetchedFromForbiddenTargets() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var asked = new AtomicInteger();
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        int port = server.getAddress().getPort();
        try (var client = client()) {
            var fetcher = new HttpDocumentFetcher(client);
            for (String address : List.of(
                    "http://localhost:" + port + "/",
                    "http://127.0.0.1:" + port + "/",
                    "http://[::ffff:127.0.0.1]:" + port + "/",
                    "http://169.254.169.254/metadata",
                    "https://169.254.169.254/metadata",
                    "https://10.0.0.1/",
                    "https://[fe80::1]/",
                    "https://[::ffff:169.254.169.254]/",
                    "https://0.0.0.0/",
                    "http://192.0.2.1/",
                    "http://8.8.8.8/",
                    "file:///etc/passwd",
                    "ftp://localhost/",
                    "https://user@localhost/",
                    "https:///",
                    "")) {
                IOException refused =
                        assertThrows(IOException.class, () -> fetcher.fetch(URI.create(address)), address);
                assertInstanceOf(TargetRefused.class, refused.getCause(), address);
            }
            assertEquals(0, asked.get());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aFetchIsLimitedAndFollowsNoRedirects() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                switch (exchange.getRequestURI().getPath()) {
                    case "/good" -> {
                        exchange.sendResponseHeaders(200, 2);
                        exchange.getResponseBody().write(new byte[] {'{', '}'});
                    }
                    case "/large" -> {
                        exchange.sendResponseHeaders(200, 0);
                        exchange.getResponseBody().write(new byte[300 * 1024]);
                    }
                    default -> {
                        exchange.getResponseHeaders().set("Location", "/good");
                        exchange.sendResponseHeaders(302, -1);
                    }
                }
            }
        });
        server.start();
        String base = "http://localhost:" + server.getAddress().getPort();
        try (var client = client("localhost")) {
            var fetcher = new HttpDocumentFetcher(client);
            assertArrayEquals(new byte[] {'{', '}'}, fetcher.fetch(URI.create(base + "/good")));
            assertThrows(IOException.class, () -> fetcher.fetch(URI.create(base + "/large")));
            assertThrows(IOException.class, () -> fetcher.fetch(URI.create(base + "/moved")));
        } finally {
            server.stop(0);
        }
    }
}
