package dev.postern.delivery;

import java.time.Duration;
import java.time.Instant;

/**
 * Counts what happened within the last hour: the count of this hour and the share of the previous hour that is still in the window, as if it
 * had been even. For one thread at a time.
 */
final class HourCount {
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private long hour = Long.MIN_VALUE;
    private long current;
    private long previous;

    void add(long amount, Instant now) {
        advance(now);
        current += amount;
    }

    /**
     * Returns zero if this much fits now, else the time after which it does. What is more than the limit fits when the count is zero.
     *
     * @param limit 0 for none
     */
    Duration untilFits(long amount, long limit, Instant now) {
        advance(now);
        long room = limit - Math.min(amount, limit) - current;
        long passed = Math.max(0, now.toEpochMilli() - hour * HOUR);
        if (limit == 0 || previous * (HOUR - passed) <= room * HOUR) {
            return Duration.ZERO;
        }
        if (room >= 0) {
            return Duration.ofMillis(Math.max(1, HOUR - passed - room * HOUR / previous));
        }
        // at the end of this hour its count becomes the previous one
        long later = limit - Math.min(amount, limit);
        return Duration.ofMillis(HOUR - passed + HOUR - later * HOUR / current);
    }

    /** A clock that goes back continues in the newest hour. */
    private void advance(Instant now) {
        long at = Math.floorDiv(now.toEpochMilli(), HOUR);
        if (hour == Long.MIN_VALUE) {
            hour = at;
        } else if (at > hour) {
            previous = at == hour + 1 ? current : 0;
            current = 0;
            hour = at;
        }
    }
}
