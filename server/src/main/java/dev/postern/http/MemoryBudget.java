package dev.postern.http;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The bytes that all requests of the process together may hold: bodies, what is made of them, answers. Sizes are estimates on the safe
 * side, so the budget is a part of the heap, not all of it. Thread-safe.
 */
public final class MemoryBudget {
    /** The least that a server can work with. */
    private static final long SMALLEST = 8L << 20;
    /** Up to here a request is small, and may have of the reserve that large ones must leave. */
    private static final long SMALL = 256L << 10;
    /** What every connection may hold without asking, so that a probe is answered when nothing is left. */
    static final int UNCOUNTED = 4 << 10;
    /** An eighth of the budget is for small requests only, so that large ones never keep them out. */
    private static final int RESERVE = 8;

    /** How long a request that holds little waits before it is refused. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final long size;
    private final long patienceNanos;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition given = lock.newCondition();
    private long taken;

    /** @param patience how long a request that holds little waits for others to give back */
    public MemoryBudget(long size, Duration patience) {
        this.size = Math.max(size, SMALLEST);
        this.patienceNanos = patience.toNanos();
    }

    /** This many bytes, with the usual patience. */
    public static MemoryBudget of(long size) {
        return new MemoryBudget(size, PATIENCE);
    }

    /** A third of what the heap may grow to. */
    public static MemoryBudget ofHeap() {
        return of(Runtime.getRuntime().maxMemory() / 3);
    }

    public long size() {
        return size;
    }

    /** What is held at the moment. */
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

    /** What one request holds. */
    final class Lease implements MemoryLease, AutoCloseable {
        /** No request may hold more. One that begins with more gets in when it is nearly alone: else it could never be answered. */
        private final long most = size / 4 * 3;

        private long held;

        private Lease() {}

        @Override
        public void take(long bytes) {
            if (bytes > 0) {
                hold(held + bytes);
            }
        }

        /** Holds exactly this much from now on. @throws MemorySpent when that is more than before and there is no more */
        void hold(long bytes) {
            long wanted = Math.min(bytes, most);
            if (wanted == held && bytes <= most) {
                return;
            }
            if (bytes > most && held > SMALL) {
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
                    given.signalAll();
                }
            } finally {
                lock.unlock();
            }
        }

        /** Who holds much already is not made to wait: while it waits, it keeps others waiting. */
        private void await(long wanted) {
            long limit = wanted <= SMALL ? size : size - size / RESERVE;
            long left = held <= SMALL ? patienceNanos : 0;
            try {
                while (counted(wanted) > 0 && taken + counted(wanted) - counted(held) > limit) {
                    if (left <= 0) {
                        throw new MemorySpent();
                    }
                    left = given.awaitNanos(left);
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
        public void giveBack(long bytes) {
            hold(Math.max(0, held - bytes));
        }

        @Override
        public long held() {
            return held;
        }

        @Override
        public void close() {
            hold(0);
        }
    }
}
