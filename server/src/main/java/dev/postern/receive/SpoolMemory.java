package dev.postern.receive;

import java.util.concurrent.atomic.AtomicLong;

/** Memory for messages while they arrive, for all connections together. What does not fit is written to files. Thread-safe. */
final class SpoolMemory {
    private final AtomicLong left;

    SpoolMemory(long bytes) {
        left = new AtomicLong(bytes);
    }

    /** Returns false if that much is not left. */
    boolean take(long bytes) {
        long before = left.get();
        while (before >= bytes) {
            if (left.compareAndSet(before, before - bytes)) {
                return true;
            }
            before = left.get();
        }
        return false;
    }

    void give(long bytes) {
        left.addAndGet(bytes);
    }
}
