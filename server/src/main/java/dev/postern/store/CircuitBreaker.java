package dev.postern.store;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Open while the database does not respond. An open breaker refuses every caller immediately, so that none of them
 * waits for a time limit. Only {@link Heartbeat} opens and closes it. Thread-safe.
 */
final class CircuitBreaker {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition closed = lock.newCondition();
    private volatile boolean open;

    boolean isOpen() {
        return open;
    }

    /** Returns true if it was closed before. */
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

    /** Returns true if it was open before. */
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

    /** @throws DatabaseUnavailable if it is open */
    void check() {
        if (open) {
            throw new DatabaseUnavailable(
                    "The database does not respond", new IllegalStateException("its last heartbeat failed"));
        }
    }

    /** Waits until it is closed, at most this long. Returns whether it is closed. */
    boolean awaitClosed(Duration timeout) throws InterruptedException {
        lock.lock();
        try {
            long left = timeout.toNanos();
            while (open && left > 0) {
                left = closed.awaitNanos(left);
            }
            return !open;
        } finally {
            lock.unlock();
        }
    }
}
