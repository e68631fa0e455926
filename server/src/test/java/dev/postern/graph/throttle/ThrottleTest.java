package dev.postern.graph.throttle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.AppId;
import dev.postern.access.MailboxId;
import dev.postern.access.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The limits of the cloud profile, without requests. */
class ThrottleTest {
    private static final TenantId TENANT = new TenantId(new UUID(1, 1));
    private static final AppId APP = new AppId(new UUID(2, 2));
    private static final MailboxId MAILBOX = new MailboxId(new UUID(3, 3));

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T08:00:00Z"));
    private final Throttle throttle = throttle(0, Duration.ZERO);

    private Throttle throttle(int faults, Duration patience) {
        return new Throttle(Set.of(TENANT), faults, patience, new Random(7), now::get);
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    private static Throttle.Asked asked(long upload, boolean extension) {
        return new Throttle.Asked(TENANT, APP, MAILBOX, upload, extension);
    }

    private static void once(Throttle throttle, Throttle.Asked asked) {
        throttle.enter(asked).close();
    }

    private static Throttled refused(Throttle throttle, Throttle.Asked asked) {
        return assertThrows(Throttled.class, () -> throttle.enter(asked));
    }

    @Test
    void requestsOfTenMinutes() {
        for (int i = 0; i < 5_000; i++) {
            once(throttle, asked(Throttle.NO_UPLOAD, false));
        }
        pass(Duration.ofMinutes(5));
        for (int i = 0; i < 5_000; i++) {
            once(throttle, asked(Throttle.NO_UPLOAD, false));
        }
        for (int i = 0; i < 100; i++) {
            Throttled over = refused(throttle, asked(Throttle.NO_UPLOAD, false));
            assertEquals("Application is over its MailboxRequests limit.", over.getMessage());
            assertEquals("300", over.retryAfter(), "the window slides, and refused requests do not count");
        }
        pass(Duration.ofSeconds(299));
        refused(throttle, asked(Throttle.NO_UPLOAD, false));
        pass(Duration.ofSeconds(1));
        once(throttle, asked(Throttle.NO_UPLOAD, false));
    }

    @Test
    void othersHaveTheirOwnLimits() {
        once(throttle, asked(Throttle.MAX_UPLOAD, false));
        refused(throttle, asked(1, false));
        once(throttle, asked(Throttle.NO_UPLOAD, false));
        once(throttle, new Throttle.Asked(TENANT, new AppId(new UUID(2, 3)), MAILBOX, 1, false));
        once(throttle, new Throttle.Asked(TENANT, APP, new MailboxId(new UUID(3, 4)), 1, false));
        TenantId other = new TenantId(new UUID(1, 2));
        for (int i = 0; i < 10; i++) {
            // without a profile there are no places to give back either
            assertSame(
                    Throttle.Permit.UNLIMITED,
                    throttle.enter(new Throttle.Asked(other, APP, MAILBOX, Throttle.MAX_UPLOAD, true)));
            assertEquals(Duration.ZERO, throttle.send(other, MAILBOX, 10_000));
        }
    }

    @Test
    void uploadsOfFiveMinutes() {
        once(throttle, asked(100 << 20, false));
        Throttle.Permit chunked = throttle.enter(asked(0, false));
        chunked.uploaded(60 << 20);
        chunked.close();
        Throttled over = refused(throttle, asked(1, false));
        assertEquals("Application is over its MailboxUpload limit.", over.getMessage());
        assertEquals("300", over.retryAfter());
        refused(throttle, asked(0, false));
        once(throttle, asked(Throttle.NO_UPLOAD, false));
        pass(Duration.ofMinutes(5));
        once(throttle, asked(Throttle.MAX_UPLOAD, false));
        assertEquals(
                "300", refused(throttle, asked(Throttle.MAX_UPLOAD + 1, false)).retryAfter());
    }

    @Test
    void extensionRequestsOfAnApplicationInATenant() {
        for (int i = 0; i < 455; i++) {
            once(throttle, new Throttle.Asked(TENANT, APP, new MailboxId(new UUID(4, i)), 0, true));
        }
        Throttled over = refused(throttle, asked(Throttle.NO_UPLOAD, true));
        assertEquals("Application is over its ExtensionRequests limit.", over.getMessage());
        assertEquals("10", over.retryAfter());
        once(throttle, asked(Throttle.NO_UPLOAD, false));
        pass(Duration.ofSeconds(10));
        once(throttle, asked(Throttle.NO_UPLOAD, true));
    }

    @Test
    void fourAtATime() {
        List<Throttle.Permit> held = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            held.add(throttle.enter(asked(Throttle.NO_UPLOAD, false)));
        }
        Throttled over = refused(throttle, asked(Throttle.NO_UPLOAD, false));
        assertEquals(429, over.status());
        assertEquals("ApplicationThrottled", over.code());
        assertEquals("Application is over its MailboxConcurrency limit.", over.getMessage());
        assertEquals("1", over.retryAfter());
        held.getFirst().close();
        once(throttle, asked(Throttle.NO_UPLOAD, false));
        // what another limit refuses gives its place back
        refused(throttle, asked(Throttle.MAX_UPLOAD + 1, false));
        once(throttle, asked(Throttle.NO_UPLOAD, false));
    }

    @Test
    void aFifthWaitsForAPlace() throws Exception {
        Throttle patient = throttle(0, Duration.ofSeconds(30));
        List<Throttle.Permit> held = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            held.add(patient.enter(asked(Throttle.NO_UPLOAD, false)));
        }
        var started = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> fifth = threads.submit(() -> {
                started.countDown();
                once(patient, asked(Throttle.NO_UPLOAD, false));
            });
            started.await();
            held.getFirst().close();
            fifth.get();
        }
    }

    @Test
    void sendingIsDelayedAndBounded() {
        for (int i = 0; i < 30; i++) {
            assertEquals(Duration.ZERO, throttle.send(TENANT, MAILBOX, 1));
        }
        assertEquals(Duration.ofSeconds(2), throttle.send(TENANT, MAILBOX, 1));
        assertEquals(Duration.ofSeconds(4), throttle.send(TENANT, MAILBOX, 1));
        pass(Duration.ofSeconds(6));
        assertEquals(Duration.ZERO, throttle.send(TENANT, MAILBOX, 1));
        pass(Duration.ofMinutes(5));
        throttle.send(TENANT, MAILBOX, 9_967);
        Throttled over = assertThrows(Throttled.class, () -> throttle.send(TENANT, MAILBOX, 1));
        assertEquals("ErrorExceededMessageLimit", over.code());
        assertEquals(0, throttle.send(TENANT, new MailboxId(new UUID(9, 9)), 1).toSeconds());
        pass(Duration.ofDays(1));
        assertEquals(Duration.ZERO, throttle.send(TENANT, MAILBOX, 10_000));
    }

    @Test
    void faultsAreAShareOfTheRequests() {
        Throttle faulty = throttle(20, Duration.ZERO);
        var seen = new TreeMap<String, Integer>();
        int failed = 0;
        for (int i = 0; i < 2_000; i++) {
            try {
                once(faulty, asked(Throttle.NO_UPLOAD, false));
            } catch (Throttled e) {
                failed++;
                seen.merge(e.status() + " " + e.code() + " " + e.retryAfter(), 1, Integer::sum);
            }
        }
        assertTrue(failed > 300 && failed < 500, () -> String.valueOf(seen));
        assertEquals(
                Set.of(
                        "429 ApplicationThrottled 1",
                        "429 TooManyRequests null",
                        "503 ErrorServerBusy 1",
                        "504 UnknownError null"),
                seen.keySet());
        Throttle always = throttle(100, Duration.ZERO);
        refused(always, asked(Throttle.NO_UPLOAD, false));
        assertNull(Throttled.fault(504, "x", "y", null).retryAfter());
    }

    @Test
    void countersAreBoundedAndSwept() {
        var counters = new BoundedCounters<Integer, Object>(100, Duration.ofMinutes(1), Object::new);
        Object first = counters.get(0, now.get());
        for (int i = 0; i < 1_000; i++) {
            counters.get(i, now.get());
            assertSame(first, counters.get(0, now.get()), "the one that is used stays");
        }
        assertEquals(100, counters.size());
        pass(Duration.ofSeconds(61));
        counters.get(0, now.get());
        assertEquals(1, counters.size());
    }

    @Test
    void aWindowWithAClockThatGoesBack() {
        SlidingWindow window = new SlidingWindow(2, Duration.ofSeconds(10), 10);
        window.add(1, now.get());
        window.add(1, now.get().minusSeconds(100));
        assertEquals(Duration.ofSeconds(10), window.untilFits(1, now.get()));
        assertEquals(Duration.ZERO, window.untilFits(1, now.get().plusSeconds(10)));
    }
}
