package dev.postern.store;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Repeats a transaction after a conflict with another (serialization failure or deadlock), up to a time limit. */
final class Conflicts {
    private static final Duration TIMEOUT = Duration.ofSeconds(4);
    /** The server takes a second to detect a deadlock. */
    private static final int MIN_ATTEMPTS = 4;

    private static final int MAX_PAUSE_MILLIS = 200;

    private final long end = System.nanoTime() + TIMEOUT.toNanos();

    @FunctionalInterface
    interface Attempt<T extends @Nullable Object> {
        T run();
    }

    <T extends @Nullable Object> T retry(Attempt<T> attempt) {
        int pause = 5;
        for (int attempts = 1; ; attempts++) {
            try {
                return attempt.run();
            } catch (RuntimeException e) {
                if (e instanceof OutcomeUnknown || !SqlFailures.isConflict(e)) {
                    throw e;
                }
                if (attempts >= MIN_ATTEMPTS && System.nanoTime() > end) {
                    throw e;
                }
                // so that the transactions do not conflict again
                LockSupport.parkNanos(
                        Duration.ofMillis(ThreadLocalRandom.current().nextInt(1, pause + 1))
                                .toNanos());
                pause = Math.min(2 * pause, MAX_PAUSE_MILLIS);
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
        }
    }
}
