package dev.postern.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.compute.ComputeRefused.Reason;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ComputePoolTest {
    private static final Limit LARGE = Limit.of(1 << 20, Duration.ofSeconds(30));
    private static final Limit BRIEF = Limit.of(1 << 20, Duration.ofMillis(30));

    @Test
    void largeWorkRunsOnThreadsOfThePoolAndSmallWorkOnTheCaller() {
        try (ComputePool pool = new ComputePool(1)) {
            assertFalse(pool.run(LARGE, _ -> Thread.currentThread()).isVirtual());
            assertEquals("compute", pool.run(LARGE, _ -> Thread.currentThread().getName()));
            assertSame(
                    Thread.currentThread(), pool.run(Limit.of(10, Duration.ofSeconds(1)), _ -> Thread.currentThread()));
            // nested work would wait for itself if it used the pool
            assertEquals(Integer.valueOf(7), pool.run(LARGE, _ -> pool.run(LARGE, _ -> 7)));
        }
    }

    @Test
    void theCallerGetsTheExceptionOfItsWork() {
        try (ComputePool pool = new ComputePool(1)) {
            assertThrows(
                    IllegalStateException.class,
                    () -> pool.run(LARGE, _ -> {
                        throw new IllegalStateException("no");
                    }));
            assertThrows(
                    StackOverflowError.class,
                    () -> pool.run(LARGE, _ -> {
                        throw new StackOverflowError();
                    }));
            assertEquals(Integer.valueOf(1), pool.run(LARGE, _ -> 1));
        }
    }

    @Test
    void workThatChecksItsDeadlineEndsAtIt() {
        try (ComputePool pool = new ComputePool(1)) {
            CountDownLatch ended = new CountDownLatch(1);
            assertEquals(
                    Reason.DEADLINE,
                    refused(() -> pool.run(BRIEF, deadline -> {
                        try {
                            while (true) {
                                deadline.check();
                            }
                        } finally {
                            ended.countDown();
                        }
                    })));
            await(ended);
            assertEquals(1, pool.late());
        }
    }

    @Test
    void aLibraryThatReadsItsInputThroughTheDeadlineEndsAtIt() {
        try (ComputePool pool = new ComputePool(1)) {
            assertEquals(
                    Reason.DEADLINE,
                    refused(() -> pool.run(BRIEF, deadline -> {
                        // reused, so that the time ends the work and not the memory
                        var reader = deadline.over(new StringReader("abc"));
                        char[] buffer = new char[3];
                        try {
                            while (true) {
                                var _ = reader.read(buffer);
                            }
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    })));
        }
    }

    @Test
    void workThatUsesTooMuchMemoryEnds() {
        try (ComputePool pool = new ComputePool(1)) {
            Limit little = Limit.of(1 << 20, Duration.ofSeconds(30), 1 << 20);
            assertEquals(
                    Reason.MEMORY,
                    refused(() -> pool.run(little, deadline -> {
                        while (true) {
                            deadline.checkLength(new byte[1 << 16].length, 1 << 20);
                        }
                    })));
        }
    }

    /** As many jobs as the pool has threads may hang for ever, and the pool still works. */
    @Test
    void workThatNeverChecksItsDeadlineBlocksNeitherItsCallerNorThePool() {
        CountDownLatch release = new CountDownLatch(1);
        try (ComputePool pool = new ComputePool(2)) {
            for (int i = 0; i < 2; i++) {
                assertEquals(
                        Reason.DEADLINE,
                        refused(() -> pool.run(BRIEF, _ -> {
                            awaitIgnoringInterrupts(release);
                            return 1;
                        })));
            }
            assertEquals(Integer.valueOf(2), pool.run(LARGE, _ -> 2));
            release.countDown();
            for (int i = 0; i < 20; i++) {
                assertEquals(Integer.valueOf(3), pool.run(LARGE, _ -> 3));
            }
        }
    }

    @Test
    void smallerWorkOvertakesLargerAndExcessWorkIsRefused() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        List<Long> order = java.util.Collections.synchronizedList(new ArrayList<>());
        try (ComputePool pool = new ComputePool(1)) {
            List<Thread> callers = new ArrayList<>();
            callers.add(Thread.ofVirtual()
                    .start(() -> pool.run(LARGE, _ -> {
                        begun.countDown();
                        awaitIgnoringInterrupts(release);
                        return 1;
                    })));
            await(begun);
            for (long size : List.of(30_000L, 20_000L)) {
                callers.add(Thread.ofVirtual()
                        .start(() -> pool.run(Limit.of(size, Duration.ofSeconds(30)), _ -> order.add(size))));
            }
            while (pool.waiting() < 2) {
                Thread.onSpinWait();
            }
            AtomicReference<ComputeRefused> refused = new AtomicReference<>();
            while (refused.get() == null) {
                callers.add(Thread.ofVirtual().start(() -> {
                    try {
                        pool.run(LARGE, _ -> 1);
                    } catch (ComputeRefused e) {
                        refused.set(e);
                    }
                }));
                Thread.onSpinWait();
            }
            assertEquals(Reason.BUSY, refused.get().reason());
            release.countDown();
            for (Thread caller : callers) {
                caller.join();
            }
            assertEquals(List.of(20_000L, 30_000L), order);
        }
    }

    @Test
    void aClosedPoolRefuses() {
        ComputePool pool = new ComputePool(1);
        pool.close();
        assertEquals(Reason.BUSY, refused(() -> pool.run(LARGE, _ -> 1)));
    }

    @Test
    void theCacheKeepsToItsMaximumSize() {
        ContentCache cache = new ContentCache(10_000);
        AtomicInteger made = new AtomicInteger();
        for (int i = 0; i < 100; i++) {
            cache.get(ContentCache.key("a", "text " + i), () -> "x".repeat(500) + made.incrementAndGet());
            assertTrue(cache.size() <= 10_000);
        }
        assertEquals("x".repeat(500) + "100", cache.get(ContentCache.key("a", "text 99"), () -> "again"));
        assertEquals("again", cache.get(ContentCache.key("a", "text 0"), () -> "again"));
        assertEquals("other", cache.get(ContentCache.key("b", "text 99"), () -> "other"));
        // A result that would evict nearly all others is not cached.
        cache.get(ContentCache.key("a", "large"), () -> "x".repeat(8_000));
        assertEquals("again", cache.get(ContentCache.key("a", "large"), () -> "again"));
        // A character beyond Latin-1 doubles the size.
        cache.get(ContentCache.key("a", "wide"), () -> "\u2022".repeat(4_000));
        assertEquals("again", cache.get(ContentCache.key("a", "wide"), () -> "again"));
    }

    @Test
    void aResultThatFailedForMemoryIsNotTriedAgain() {
        ContentCache cache = new ContentCache(10_000);
        ByteBuffer key = ContentCache.key("a", "costly");
        for (int i = 0; i < 2; i++) {
            assertEquals(
                    Reason.MEMORY,
                    refused(() -> cache.get(key, () -> {
                        throw new ComputeRefused(Reason.MEMORY);
                    })));
        }
        assertEquals(Reason.MEMORY, refused(() -> cache.get(key, () -> "tried again")));
        ByteBuffer busy = ContentCache.key("a", "busy");
        assertEquals(
                Reason.BUSY,
                refused(() -> cache.get(busy, () -> {
                    throw new ComputeRefused(Reason.BUSY);
                })));
        assertEquals("now", cache.get(busy, () -> "now"));
    }

    @Test
    void concurrentCallersShareOneComputation() throws Exception {
        ContentCache cache = new ContentCache(0);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger made = new AtomicInteger();
        Callable<String> caller = () -> cache.get(ContentCache.key("a", "x"), () -> {
            begun.countDown();
            await(goOn);
            return "made " + made.incrementAndGet();
        });
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> results = new ArrayList<>();
            results.add(callers.submit(caller));
            begun.await();
            for (int i = 0; i < 8; i++) {
                results.add(callers.submit(caller));
            }
            while (cache.awaited() < 8) {
                Thread.onSpinWait();
            }
            goOn.countDown();
            for (Future<String> result : results) {
                assertEquals("made 1", result.get());
            }
        }
    }

    @Test
    @SuppressWarnings("ThreadPriorityCheck") // only makes overlaps more likely
    void runningWorkNeverExceedsTheMemoryOfThePool() throws Exception {
        try (ComputePool pool = new ComputePool(3, 10 << 20);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            AtomicInteger running = new AtomicInteger();
            AtomicInteger max = new AtomicInteger();
            List<Future<Integer>> results = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                results.add(callers.submit(() -> pool.run(
                        // two of them fit at a time
                        Limit.of(1 << 20, Duration.ofSeconds(30), 4 << 20), _ -> {
                            max.accumulateAndGet(running.incrementAndGet(), Math::max);
                            LockSupport.parkNanos(1);
                            return running.decrementAndGet();
                        })));
            }
            for (Future<Integer> result : results) {
                result.get();
            }
            assertTrue(max.get() <= 2, "at a time: " + max.get());
            // A job that declares more than the total gets the total.
            assertEquals(Integer.valueOf(1), pool.run(Limit.of(1 << 20, Duration.ofSeconds(30), 99 << 20), _ -> 1));
        }
    }

    @Test
    void aSmallJobRunsBeforeALargeOneThatWaitsForMemory() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (ComputePool pool = new ComputePool(2, 10 << 20);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Duration ample = Duration.ofSeconds(30);
            Future<Integer> first = callers.submit(() -> pool.run(Limit.of(1 << 20, ample, 8 << 20), _ -> {
                begun.countDown();
                await(goOn);
                return 1;
            }));
            begun.await();
            Future<Integer> second = callers.submit(() -> pool.run(Limit.of(1 << 20, ample, 8 << 20), _ -> 2));
            while (pool.waiting() == 0) {
                Thread.onSpinWait();
            }
            assertEquals(Integer.valueOf(3), pool.run(Limit.of(1 << 16, ample, 1 << 20), _ -> 3));
            assertFalse(second.isDone());
            goOn.countDown();
            assertEquals(Integer.valueOf(1), first.get());
            assertEquals(Integer.valueOf(2), second.get());
        }
    }

    private static Reason refused(Runnable work) {
        return assertThrows(ComputeRefused.class, work::run).reason();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits and ignores interrupts, as some libraries do. */
    private static void awaitIgnoringInterrupts(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            Thread.onSpinWait();
        }
    }
}
