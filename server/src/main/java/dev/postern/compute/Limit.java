package dev.postern.compute;

import java.time.Duration;

/**
 * The limits of one job.
 *
 * @param size of its input; small jobs run on the caller's thread, and of the queued jobs the smallest runs first
 * @param time from the request to the result
 * @param memory maximum bytes in use at a time; the job starts when the pool has this much memory for it
 * @param allocation maximum bytes allocated in total, including garbage
 */
public record Limit(long size, Duration time, long memory, long allocation) {
    /** Up to this size, input cannot be costly if its own limits are checked. */
    public static final long SMALL = 16 * 1024;

    /** The maximum memory of a job, however large the heap is. */
    public static final long MAX_ALLOCATION_BYTES = 128L << 20;

    private static final long MIN_ALLOCATION_BYTES = 16L << 20;
    /** Bytes that a parser allocates per byte of input; three times the worst known case. */
    private static final long ALLOCATION = 32;

    /** For a parser, whose allocation is proportional to its input. */
    public static Limit of(long size, Duration time) {
        return of(size, time, Math.min(MAX_ALLOCATION_BYTES, MIN_ALLOCATION_BYTES + ALLOCATION * size));
    }

    /** For a job that may use everything it allocates until it ends. */
    public static Limit of(long size, Duration time, long memory) {
        return new Limit(size, time, memory, memory);
    }

    /** Reduces the allocation in proportion if less memory is available. */
    Limit within(long max) {
        return memory <= max ? this : new Limit(size, time, max, Math.min(allocation, max));
    }

    boolean isSmall() {
        return size <= SMALL;
    }
}
