package dev.postern.graph.throttle;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** Counts what happened within the last minutes, in parts of equal length. For one thread at a time. */
final class SlidingWindow {
    private final long limit;
    private final long part;
    private final long[] counts;
    private long newest = Long.MIN_VALUE;
    private long sum;

    /** @param parts the larger, the more exact and the more memory */
    SlidingWindow(long limit, Duration length, int parts) {
        this.limit = limit;
        this.part = length.toMillis() / parts;
        this.counts = new long[parts];
    }

    /** Returns zero if this much fits now, else the time after which it does. What fits never at all waits for an empty window. */
    Duration untilFits(long amount, Instant now) {
        advance(now);
        if (sum + amount <= limit) {
            return Duration.ZERO;
        }
        long left = sum;
        for (int i = 0; i < counts.length; i++) {
            long oldest = newest - counts.length + 1 + i;
            left -= counts[Math.floorMod(oldest, counts.length)];
            if (left + amount <= limit || left == 0) {
                long free = (oldest + counts.length) * part;
                return Duration.ofMillis(Math.max(1, free - now.toEpochMilli()));
            }
        }
        return Duration.ofMillis(part * counts.length);
    }

    void add(long amount, Instant now) {
        advance(now);
        counts[Math.floorMod(newest, counts.length)] += amount;
        sum += amount;
    }

    /** A clock that goes back continues in the newest part. */
    private void advance(Instant now) {
        long current = Math.floorDiv(now.toEpochMilli(), part);
        if (newest == Long.MIN_VALUE || current - newest >= counts.length) {
            Arrays.fill(counts, 0);
            sum = 0;
            newest = current;
            return;
        }
        while (newest < current) {
            newest++;
            int at = Math.floorMod(newest, counts.length);
            sum -= counts[at];
            counts[at] = 0;
        }
    }
}
