package dev.postern.http;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The memory that all requests together may use: bodies, data built from them, responses. Sizes are conservative estimates, so the
 * budget is only a part of the heap. Thread-safe.
 */
public final class MemoryBudget {
    /** The minimum that a server can work with. */
    private static final long MIN_BYTES = 8L << 20;
    /** Requests up to this size are small and may use the reserve. */
    private static final long SMALL = 256L << 10;
    /** What every connection may use without a reservation, so that probes work even if the budget is used up. */
    static final int UNCOUNTED = 4 << 10;
    /** An eighth of the budget is reserved for small requests, so that large ones cannot block them. */
    private static final int RESERVE = 8;

    /** How long a request that holds little memory waits before it is refused. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final long size;
    private final long patienceNanos;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition released = lock.newCondition();
    private long taken;

    /** @param patience how long a request that holds little memory waits for others to release some */
    public MemoryBudget(long size, Duration patience) {
        this.size = Math.max(size, MIN_BYTES);
        this.patienceNanos = patience.toNanos();
    }

    /** Returns a budget of this size with the default patience. */
    public static MemoryBudget of(long size) {
        return new MemoryBudget(size, PATIENCE);
    }

    /** Returns a budget of a third of the maximum heap. */
    public static MemoryBudget ofHeap() {
        return of(Runtime.getRuntime().maxMemory() / 3);
    }

    public long size() {
        return size;
    }

    /** Returns the bytes that are reserved at the moment. */
    public long taken() {
        lock.lock();
        try {
            return taken;
        } finally {
            lock.unlock();
        }
    }

    Lease lease() {
        return new Lease();
    }

    /** The memory of one request. */
    final class Lease implements MemoryLease, AutoCloseable {
        /**
         * The maximum of one request. A request whose first reservation is larger is still allowed while few others run; otherwise it
         * could never be.
         */
        private final long max = size / 4 * 3;

        private long held;

        private Lease() {}

        @Override
        public void take(long bytes) {
            if (bytes > 0) {
                resize(held + bytes);
            }
        }

        /** Changes the reservation to exactly this size. @throws MemorySpent if it grows and the budget is used up */
        void resize(long bytes) {
            long wanted = Math.min(bytes, max);
            if (wanted == held && bytes <= max) {
                return;
            }
            if (bytes > max && held > SMALL) {
                throw new MemorySpent();
            }
            lock.lock();
            try {
                if (wanted > held) {
                    await(wanted);
                }
                taken += counted(wanted) - counted(held);
                boolean less = wanted < held;
                held = wanted;
                if (less) {
                    released.signalAll();
                }
            } finally {
                lock.unlock();
            }
        }

        /** A request that already holds much does not wait, because others would have to wait for it. */
        private void await(long wanted) {
            long limit = wanted <= SMALL ? size : size - size / RESERVE;
            long left = held <= SMALL ? patienceNanos : 0;
            try {
                while (counted(wanted) > 0 && taken + counted(wanted) - counted(held) > limit) {
                    if (left <= 0) {
                        throw new MemorySpent();
                    }
                    left = released.awaitNanos(left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new MemorySpent();
            }
        }

        private static long counted(long bytes) {
            return bytes <= UNCOUNTED ? 0 : bytes;
        }

        @Override
        public void release(long bytes) {
            resize(Math.max(0, held - bytes));
        }

        @Override
        public long held() {
            return held;
        }

        @Override
        public void close() {
            resize(0);
        }
    }
}
