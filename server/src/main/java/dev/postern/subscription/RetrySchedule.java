package dev.postern.subscription;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When a notification that was not accepted is sent again: after ten seconds first, then with growing pauses, for four hours. */
final class RetrySchedule {
    private static final Duration LIFE = Duration.ofHours(4);
    private static final long[] SECONDS = {10, 30, 60, 120, 240, 480, 900, 1800};

    private RetrySchedule() {}

    /**
     * Null if it is dropped.
     *
     * @param attempts so far
     */
    static @Nullable Instant next(Instant created, long attempts, Instant now) {
        long pause = SECONDS[Math.clamp(attempts - 1, 0, SECONDS.length - 1)];
        Instant next = now.plusSeconds(pause);
        return next.isAfter(created.plus(LIFE)) ? null : next;
    }
}
