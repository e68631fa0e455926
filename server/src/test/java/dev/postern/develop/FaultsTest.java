package dev.postern.develop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.TenantId;
import dev.postern.http.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which requests a fault applies to, and how often. */
class FaultsTest {
    private static final TenantId TENANT = new TenantId(UUID.fromString("5f000000-0000-4000-8000-000000000001"));
    private static final TenantId OTHER = new TenantId(UUID.fromString("5f000000-0000-4000-8000-000000000002"));

    private final ActiveFaults faults = new ActiveFaults(SplittableRandom::new);

    private static Fault fault(String json) {
        return Fault.read(Json.parse(json.replace('\'', '"')), name -> name.equals("contoso.example") ? TENANT : null);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1.0/users/*/sendMail, /v1.0/users/a@contoso.example/sendMail, true",
        "/v1.0/users/*/sendMail, /v1.0/users/a@contoso.example/sendmail, true",
        "/v1.0/users/*/sendMail, /v1.0/users/a@contoso.example/messages, false",
        "*/sendMail, /beta/users/a/sendMail, true",
        "/v1.0/*, /v1.0/users/a/messages/b, true",
        "/v1.0/*, /beta/users, false",
        "/v?.0/users, /v1.0/users, true",
        "/v?.0/users, /v.0/users, false",
        "/v1.0/users('x'), /v1.0/users('x'), true",
        "**, /, true",
        "/a, /a/b, false",
        "a*, '', false",
    })
    void globs(String pattern, String path, boolean matches) {
        assertEquals(matches, new Glob(pattern).matches(path));
    }

    @Test
    void aHostilePatternIsNotExpensive() {
        Glob glob = new Glob("*a".repeat(100) + "b");
        assertTimeout(Duration.ofSeconds(2), () -> assertFalse(glob.matches("a".repeat(16_000))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'path':'*'} | needs a status, a delay, or both",
                "{'status':503} | 'path' is missing",
                "{'path':'*','status':200} | 'status' must be a whole number from 400 to 599",
                "{'path':'*','status':503,'share':0} | 'share' must be a number above 0",
                "{'path':'*','status':503,'share':1.5} | at most 1",
                "{'path':'*','status':503,'times':0} | 'times' must be a whole number from 1",
                "{'path':'*','delay':'1h'} | 'delay' must be at most PT5M",
                "{'path':'*','delay':'soon'} | 'delay' must be a duration",
                "{'path':'*','status':503,'tenant':'none.example'} | There is no tenant 'none.example'",
                "{'path':'*','statuses':[503]} | Unknown member 'statuses'",
            })
    void whatIsRefused(String json, String message) {
        DevelopFailure refused = assertThrows(DevelopFailure.class, () -> fault(json));
        assertTrue(refused.text().contains(message), refused.text());
    }

    private boolean hit(String method, TenantId tenant) {
        return faults.take(method, "/v1.0/me", () -> tenant) != null;
    }

    @Test
    void methodTenantAndTimesLimitAFault() {
        faults.add(fault("{'path':'/v1.0/*','method':'post','tenant':'contoso.example','status':503,'times':2}"));
        List<Boolean> hits = List.of(
                hit("GET", TENANT), hit("POST", OTHER), hit("POST", TENANT), hit("POST", TENANT), hit("POST", TENANT));
        assertEquals(List.of(false, false, true, true, false), hits);
        assertEquals(2, faults.list().path(0).path("hits").asInt());
        faults.clear(OTHER);
        assertFalse(faults.isEmpty());
        faults.clear(TENANT);
        assertTrue(faults.isEmpty());
    }

    @Test
    void theShareIsTheSameInEveryRun() {
        List<Integer> runs = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            ActiveFaults some = new ActiveFaults(SplittableRandom::new);
            some.add(fault("{'path':'*','status':503,'share':0.25}"));
            int hits = 0;
            for (int i = 0; i < 1_000; i++) {
                hits += some.take("GET", "/", () -> null) == null ? 0 : 1;
            }
            runs.add(hits);
        }
        assertEquals(runs.get(0), runs.get(1));
        assertTrue(runs.get(0) > 200 && runs.get(0) < 300, runs.toString());
    }

    @Test
    void theirNumberIsLimited() {
        for (int i = 0; i < 1_000; i++) {
            faults.add(fault("{'path':'/" + i + "','status':503}"));
        }
        assertThrows(DevelopFailure.class, () -> faults.add(fault("{'path':'/x','status':503}")));
        assertTrue(faults.remove("7"));
        assertFalse(faults.remove("7"));
        assertEquals(
                "429",
                fault("{'path':'*','retryAfter':3}").json(1, 0).path("status").toString());
    }

    @ParameterizedTest
    @CsvSource({
        "90s, PT1M30S",
        "1.5h, PT1H30M",
        "250ms, PT0.25S",
        "2d, PT48H",
        "1w, PT168H",
        "1y, PT8760H",
        "30, PT30S",
        "PT5M, PT5M",
        "P2D, PT48H",
        "P1Y, PT8760H",
        "P1DT1H, PT25H",
    })
    void durations(String text, Duration expected) {
        assertEquals(expected, DurationText.read("x", text));
    }

    @Test
    void theClockMovesOnlyForward() {
        List<Duration> saved = new ArrayList<>();
        Instant base = Instant.parse("2026-11-27T10:00:00Z");
        MovableClock clock = new MovableClock(() -> base, Duration.ofHours(1), saved::add);
        assertEquals(base.plusSeconds(3600), clock.instant());
        clock.advance(Duration.ofDays(1));
        clock.set(Instant.parse("2027-01-01T00:00:00Z"));
        assertEquals(Instant.parse("2027-01-01T00:00:00Z"), clock.instant());
        assertThrows(DevelopFailure.class, () -> clock.set(Instant.parse("2026-12-31T00:00:00Z")));
        assertThrows(DevelopFailure.class, () -> clock.advance(Duration.ofSeconds(-1)));
        assertThrows(DevelopFailure.class, () -> clock.advance(Duration.ofDays(40_000)));
        assertEquals(List.of(Duration.ofHours(25), Duration.between(base, clock.instant())), saved);
    }
}
