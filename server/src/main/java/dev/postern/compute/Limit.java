package dev.postern.compute;

import java.time.Duration;

/**
 * What one piece of work may take.
 *
 * @param size of its input; small work is done where it is asked for, and of what waits the smallest comes first
 * @param time from asking to the result
 * @param memory bytes that it has in use at a time, at most; it does not begin before the pool has so many for it
 * @param allocation bytes that it may allocate altogether, used up ones included
 */
public record Limit(long size, Duration time, long memory, long allocation) {
    /** Input so small that no content can make it costly, once its own bounds are kept. */
    public static final long SMALL = 16 * 1024;

    /** No piece of work has more in use, however large the heap is. */
    public static final long MOST_ALLOCATION = 128L << 20;

    private static final long LEAST_ALLOCATION = 16L << 20;
    /** Bytes that a parser makes of a byte of its input: the worst that is known is a third of it. */
    private static final long ALLOCATION = 32;

    /** For a parser, which allocates in proportion to its input. */
    public static Limit of(long size, Duration time) {
        return of(size, time, Math.min(MOST_ALLOCATION, LEAST_ALLOCATION + ALLOCATION * size));
    }

    /** For work that may use all that it allocates until it ends. */
    public static Limit of(long size, Duration time, long memory) {
        return new Limit(size, time, memory, memory);
    }

    /** Where there is less memory, it allocates less as well. */
    Limit within(long most) {
        return memory <= most ? this : new Limit(size, time, most, Math.min(allocation, most));
    }

    boolean isSmall() {
        return size <= SMALL;
    }
}
