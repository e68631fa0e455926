package dev.postern.compute;

import com.sun.management.ThreadMXBean;
import java.io.FilterInputStream;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * The limits of running work. Work checks them periodically; a library without such checks is limited by reading its input
 * through {@link #over}. Not thread-safe.
 */
public final class Deadline {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final long end;
    private final long allocated;

    private Deadline(long end, long allocated) {
        this.end = end;
        this.allocated = allocated;
    }

    /** Starts now, on this thread. */
    static Deadline begin(Duration left, long allocation) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        // virtual threads have no allocation counter
        return new Deadline(System.nanoTime() + left.toNanos(), before < 0 ? Long.MAX_VALUE : before + allocation);
    }

    /** No limits, for work that is bounded otherwise. */
    public static Deadline none() {
        return new Deadline(System.nanoTime() + Duration.ofDays(1).toNanos(), Long.MAX_VALUE);
    }

    /** @throws ComputeRefused if time or memory is used up, or if the caller no longer waits for the result */
    public void check() {
        if (Thread.currentThread().isInterrupted() || System.nanoTime() - end > 0) {
            throw new ComputeRefused(ComputeRefused.Reason.DEADLINE);
        }
        if (allocated != Long.MAX_VALUE && THREADS.getCurrentThreadAllocatedBytes() > allocated) {
            throw new ComputeRefused(ComputeRefused.Reason.MEMORY);
        }
    }

    /** Also checks that a result is not too long. */
    public void checkLength(long length, long max) {
        if (length > max) {
            throw new ComputeRefused(ComputeRefused.Reason.MEMORY);
        }
        check();
    }

    /** Wraps input so that the limits are checked before each read. */
    public InputStream over(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                check();
                return super.read();
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                check();
                return super.read(bytes, offset, Math.min(length, PIECE));
            }
        };
    }

    /** As {@link #over(InputStream)}, for text. */
    public Reader over(Reader in) {
        return new FilterReader(in) {
            @Override
            public int read() throws IOException {
                check();
                return super.read();
            }

            @Override
            public int read(char[] text, int offset, int length) throws IOException {
                check();
                return super.read(text, offset, Math.min(length, PIECE));
            }
        };
    }

    private static final int PIECE = 8 * 1024;
}
