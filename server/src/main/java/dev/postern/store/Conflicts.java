package dev.postern.store;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Runs a transaction again when another stood in its way (serialization failures, deadlocks), until it has taken too long. */
final class Conflicts {
    private static final Duration LONGEST = Duration.ofSeconds(4);
    /** A deadlock alone takes the server a second to notice. */
    private static final int FEWEST = 4;

    private static final int MOST_PAUSE_MILLIS = 200;

    private final long end = System.nanoTime() + LONGEST.toNanos();

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
                if (attempts >= FEWEST && System.nanoTime() > end) {
                    throw e;
                }
                // not all at the same time again
                LockSupport.parkNanos(
                        Duration.ofMillis(ThreadLocalRandom.current().nextInt(1, pause + 1))
                                .toNanos());
                pause = Math.min(2 * pause, MOST_PAUSE_MILLIS);
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
        }
    }
}
