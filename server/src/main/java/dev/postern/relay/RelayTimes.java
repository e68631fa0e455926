package dev.postern.relay;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When attempts are made and end.
 *
 * @param firstRetry the pause after the first failed attempt; it doubles up to an hour
 * @param expire the period after which a message is returned
 */
public record RelayTimes(Duration firstRetry, Duration expire) {
    /** Later than any time, and still a number of milliseconds that can be added to. */
    static final Instant NEVER = Instant.ofEpochMilli(Long.MAX_VALUE / 4);
    /** After this time the sender gets one report that the message is late. */
    static final Duration LATE = Duration.ofHours(4);

    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    /**
     * The pause before the next attempt. It varies by an eighth, so that messages that failed together do not all come back together.
     *
     * @param failures so far, at least 1
     */
    Duration pause(long failures, RandomGenerator random) {
        Duration longest = firstRetry.compareTo(LONGEST_PAUSE) > 0 ? firstRetry : LONGEST_PAUSE;
        long doubled = firstRetry.toMillis() << Math.clamp(failures - 1, 0, 12);
        long millis = Math.min(longest.toMillis(), doubled);
        return Duration.ofMillis(millis + random.nextLong(millis / 8 + 1));
    }

    static Instant notice(Instant submitted, Instant expires, @Nullable Instant delayed) {
        Instant late = submitted.plus(LATE);
        return delayed != null || expires.equals(NEVER) || expires.isBefore(late) ? expires : late;
    }
}
