package dev.postern.compute;

import java.time.Duration;

/**
 * What one piece of work may take.
 *
 * @param size of its input; small work is done where it is asked for, and of what waits the smallest comes first
 * @param time from asking to the result
 * @param allocation bytes that it may allocate altogether
 */
public record Limit(long size, Duration time, long allocation) {
    /** Input so small that no content can make it costly, once its own bounds are kept. */
    public static final long SMALL = 16 * 1024;

    private static final long ALLOCATION = 128L << 20;

    public static Limit of(long size, Duration time) {
        return new Limit(size, time, ALLOCATION);
    }

    boolean isSmall() {
        return size <= SMALL;
    }
}
