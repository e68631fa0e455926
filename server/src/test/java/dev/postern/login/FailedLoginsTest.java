package dev.postern.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.token.EndpointHeader;
import dev.postern.token.World;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Failed requests cannot make the audit grow, and do not lock out other clients. */
class FailedLoginsTest {
    private static final Instant START = Instant.parse("2026-11-23T08:00:10Z");
    private static final int LIMIT = 5;
    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final TenantId tenant = new TenantId(UUID.randomUUID());

    private static AppId app() {
        return new AppId(UUID.randomUUID());
    }

    @Test
    void eachPeerAndApplicationHasItsOwnCount() {
        var failures = new FailedLogins(LIMIT, now::get);
        AppId one = app();
        for (int i = 0; i < LIMIT; i++) {
            assertNull(failures.count(tenant, one, "10.0.0.1"));
        }
        assertEquals(Duration.ofSeconds(50), failures.count(tenant, one, "10.0.0.1"));
        assertNull(failures.count(tenant, app(), "10.0.0.1"), "another application");
        assertNull(failures.count(tenant, one, "10.0.0.2"), "another peer");
        assertNull(failures.count(new TenantId(UUID.randomUUID()), one, "10.0.0.1"), "another tenant");
        now.set(START.plusSeconds(49));
        assertEquals(Duration.ofSeconds(1), failures.count(tenant, one, "10.0.0.1"));
        now.set(START.plusSeconds(50));
        assertNull(failures.count(tenant, one, "10.0.0.1"), "a new minute");
    }

    @Test
    void inventedApplicationsAndAddressesOfOneNetworkDoNotHelp() {
        var failures = new FailedLogins(LIMIT, now::get);
        int recorded = 0;
        for (int i = 0; i < 10_000; i++) {
            recorded += failures.count(tenant, app(), "10.0.0.1") == null ? 1 : 0;
        }
        assertEquals(2 * LIMIT, recorded);
        recorded = 0;
        for (int i = 0; i < 10_000; i++) {
            recorded += failures.count(tenant, app(), "2001:db8:1:2::" + Integer.toHexString(i + 1)) == null ? 1 : 0;
        }
        assertEquals(2 * LIMIT, recorded);
        for (int i = 0; i < 50_000; i++) {
            failures.count(tenant, app(), "2001:db8:" + Integer.toHexString(i) + "::1");
        }
        assertTrue(failures.counters() <= 3 * 5 * LIMIT, failures.counters() + " counters");
        assertTrue(Objects.requireNonNull(failures.takeUnrecorded().get(tenant))
                        .text()
                        .length()
                < 2000);
    }

    private static int status(LoginWorld here, HttpClient http, String client, String secret) throws Exception {
        return send(here, http, "contoso.example", client, secret).statusCode();
    }

    private static HttpResponse<String> send(
            LoginWorld here, HttpClient http, String tenant, String client, String secret) throws Exception {
        return new Post("/" + tenant + "/oauth2/v2.0/token")
                .with("grant_type", "client_credentials")
                .with("client_id", client)
                .with("client_secret", secret)
                .with("scope", "https://graph.microsoft.com/.default")
                .send(http, here.server.base());
    }

    private static long rows(World world, TenantId of) {
        return world.auditRows.ofTenant(of).size();
    }

    @Test
    void aClientThatFailsTooOftenIsThrottledAndTheRightSecretStillWorks() throws Exception {
        try (var here = new LoginWorld(now::get, null, LIMIT);
                HttpClient http = HttpClient.newHttpClient()) {
            World world = here.world;
            World.Program attacked = world.program(world.contoso, "attacked");
            World.Program other = world.program(world.contoso, "other");
            long before = rows(world, world.contoso.id());
            for (int i = 0; i < LIMIT; i++) {
                assertEquals(401, status(here, http, attacked.clientId(), "wrong" + i));
            }
            HttpResponse<String> throttled = send(here, http, "contoso.example", attacked.clientId(), "wrong");
            assertEquals(429, throttled.statusCode(), throttled.body());
            assertEquals("50", throttled.headers().firstValue("Retry-After").orElse(""));
            assertTrue(throttled.body().contains("AADSTS90055"), throttled.body());
            assertTrue(throttled.body().contains("temporarily_unavailable"), throttled.body());
            for (int i = 0; i < 50; i++) {
                assertEquals(429, status(here, http, attacked.clientId(), "wrong" + i));
            }
            assertEquals(before + LIMIT, rows(world, world.contoso.id()));
            assertEquals(
                    200,
                    status(here, http, attacked.clientId(), attacked.secret().text()),
                    "it is locked out");
            assertEquals(
                    200, status(here, http, other.clientId(), other.secret().text()), "its neighbour is locked out");
            assertEquals(401, status(here, http, other.clientId(), "wrong"), "its neighbour's failures are its own");
            for (int i = 0; i < 50; i++) {
                status(here, http, UUID.randomUUID().toString(), "wrong");
            }
            assertEquals(before + 2 * LIMIT, rows(world, world.contoso.id()));
            for (int i = 0; i < 50; i++) {
                assertEquals(
                        400,
                        send(here, http, "nowhere.example", attacked.clientId(), "x")
                                .statusCode());
            }
            assertEquals(before + 2 * LIMIT, rows(world, world.contoso.id()));

            here.login.log().sumUp();
            here.login.log().sumUp();
            var last = world.auditRows.ofTenant(world.contoso.id()).getLast();
            // The rows of two issued tokens are waiting; the failures caused one row.
            assertEquals(before + 2 * LIMIT + 1, rows(world, world.contoso.id()));
            assertEquals("AADSTS90055", last.rule());
            assertTrue(
                    String.valueOf(last.explanation()).startsWith("97 further token requests failed"), last::toString);
            assertTrue(world.auditRows.isWhole(world.contoso.id()));
            assertNotNull(here.login.log().counts().get("AADSTS90055"));

            now.set(START.plusSeconds(60));
            assertEquals(401, status(here, http, attacked.clientId(), "wrong"));
        }
    }

    @Test
    void anAuditEntryIsShortWhateverTheClientSends() throws Exception {
        try (var here = new LoginWorld(now::get, null, LIMIT);
                HttpClient http = HttpClient.newHttpClient()) {
            new Post("/contoso.example/oauth2/token")
                    .with("grant_type", "client_credentials")
                    .with("client_id", UUID.randomUUID().toString())
                    .with("client_secret", "x")
                    .with("resource", "https://" + "x".repeat(60_000))
                    .send(http, here.server.base());
            var last = here.world.auditRows.ofTenant(here.world.contoso.id()).getLast();
            assertTrue(last.target().length() < 300);
        }
    }

    @Test
    void guessingTheIdentityHeaderIsThrottledToo() throws Exception {
        try (var here = new LoginWorld(now::get, null, LIMIT);
                HttpClient http = HttpClient.newHttpClient()) {
            World world = here.world;
            EndpointHeader header =
                    EndpointHeader.create(world.contoso.id(), new ObjectId(UUID.randomUUID()), world.random);
            world.identity(world.contoso, "notify", header.principal(), header.hash(world.random));
            EndpointHeader wrong = new EndpointHeader(header.tenant(), header.principal(), "wrong");
            long before = rows(world, world.contoso.id());
            for (int i = 0; i < LIMIT; i++) {
                assertEquals(401, msi(here, http, wrong).statusCode());
            }
            for (int i = 0; i < 20; i++) {
                HttpResponse<String> throttled = msi(here, http, wrong);
                assertEquals(429, throttled.statusCode(), throttled.body());
                assertTrue(throttled.headers().firstValue("Retry-After").isPresent());
            }
            assertEquals(before + LIMIT, rows(world, world.contoso.id()));
            assertEquals(200, msi(here, http, header).statusCode());
        }
    }

    private static HttpResponse<String> msi(LoginWorld here, HttpClient http, EndpointHeader header) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(
                        here.server.base() + "/msi/token?api-version=2019-08-01&resource=https://graph.microsoft.com"))
                .header("X-IDENTITY-HEADER", header.text());
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
