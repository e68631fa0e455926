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
 * By when work has to end. Whoever works asks it from time to time; a library that does not know it is made to ask by reading its input
 * through {@link #over}. Belongs to one thread.
 */
public final class Deadline {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final long end;
    private final long allocated;

    private Deadline(long end, long allocated) {
        this.end = end;
        this.allocated = allocated;
    }

    /** Begins now, on this thread. */
    static Deadline begin(Duration left, long allocation) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        // a virtual thread has no count of its own
        return new Deadline(System.nanoTime() + left.toNanos(), before < 0 ? Long.MAX_VALUE : before + allocation);
    }

    /** For work whose own bounds suffice. */
    public static Deadline none() {
        return new Deadline(System.nanoTime() + Duration.ofDays(1).toNanos(), Long.MAX_VALUE);
    }

    /** @throws ComputeRefused when time or memory is spent, or nobody waits for the result any more */
    public void check() {
        if (Thread.currentThread().isInterrupted() || System.nanoTime() - end > 0) {
            throw new ComputeRefused(ComputeRefused.Reason.DEADLINE);
        }
        if (allocated != Long.MAX_VALUE && THREADS.getCurrentThreadAllocatedBytes() > allocated) {
            throw new ComputeRefused(ComputeRefused.Reason.MEMORY);
        }
    }

    /** Also asks whether a result is still as short as it has to be. */
    public void checkLength(long length, long most) {
        if (length > most) {
            throw new ComputeRefused(ComputeRefused.Reason.MEMORY);
        }
        check();
    }

    /** Input that asks before each piece it gives. */
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
