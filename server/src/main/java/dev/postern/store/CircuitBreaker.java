package dev.postern.store;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Open while the database does not answer: then whoever wants something of it is refused at once, instead of waiting for a time limit
 * each time anew. Only {@link Heartbeat} opens and closes it. Thread-safe.
 */
final class CircuitBreaker {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition closed = lock.newCondition();
    private volatile boolean open;

    boolean isOpen() {
        return open;
    }

    /** True when it was not open before. */
    boolean open() {
        lock.lock();
        try {
            boolean before = open;
            open = true;
            return !before;
        } finally {
            lock.unlock();
        }
    }

    /** True when it was open before. */
    boolean close() {
        if (!open) {
            return false;
        }
        lock.lock();
        try {
            boolean before = open;
            open = false;
            closed.signalAll();
            return before;
        } finally {
            lock.unlock();
        }
    }

    /** @throws DatabaseUnavailable when it is open */
    void check() {
        if (open) {
            throw new DatabaseUnavailable(
                    "The database does not respond", new IllegalStateException("its last heartbeat failed"));
        }
    }

    /** Waits until it is closed, but no longer than this; whether it is. */
    boolean awaitClosed(Duration longest) throws InterruptedException {
        lock.lock();
        try {
            long left = longest.toNanos();
            while (open && left > 0) {
                left = closed.awaitNanos(left);
            }
            return !open;
        } finally {
            lock.unlock();
        }
    }
}
