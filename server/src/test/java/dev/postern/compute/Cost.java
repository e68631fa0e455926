package dev.postern.compute;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.DynamicTest;

/**
 * Checks that work grows linearly: twice the input may take at most three times the CPU time. The minimum of several runs of this
 * thread counts, so that other load on the machine does not matter. Work below a threshold is not judged.
 */
public final class Cost {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final double MAX_FACTOR = 3;
    private static final long MILLISECOND = 1_000_000;
    /** Below this, clock and compiler effects dominate. */
    private static final long FLOOR = 40 * MILLISECOND;
    /** Wall clock time also includes garbage collection, which large trees cause. */
    private static final long FLOOR_OF_WAITING = 1_000 * MILLISECOND;
    /** No input of an accepted size may take longer on one thread. */
    private static final long MAX_NANOS = 3_000 * MILLISECOND;

    private static final int RUNS = 4;
    private static final int TRIES = 3;

    private Cost() {}

    /** As {@link #isLinear}, as a dynamic test. */
    public static DynamicTest test(String what, int size, IntFunction<Runnable> work) {
        return DynamicTest.dynamicTest(what, () -> isLinear(what, size, work));
    }

    /** For work on other threads: measures wall clock time. */
    public static DynamicTest waited(String what, int size, IntFunction<Runnable> work) {
        return DynamicTest.dynamicTest(what, () -> isLinear(what, size, work, System::nanoTime, FLOOR_OF_WAITING));
    }

    /** @param work prepares the input of a size and returns the work to be measured */
    public static void isLinear(String what, int size, IntFunction<Runnable> work) {
        isLinear(what, size, work, THREADS::getCurrentThreadCpuTime, FLOOR);
    }

    private static void isLinear(String what, int size, IntFunction<Runnable> work, LongSupplier clock, long floor) {
        Runnable one = work.apply(size);
        Runnable two = work.apply(2 * size);
        String said = "";
        for (int i = 0; i < TRIES; i++) {
            long twice = min(two, clock, floor);
            if (twice < floor) {
                return;
            }
            long once = min(one, clock, floor);
            said = what + ": " + once / 1_000 + " us at " + size + ", " + twice / 1_000 + " us at twice that";
            assertTrue(twice < MAX_NANOS, said);
            if (twice <= MAX_FACTOR * once) {
                return;
            }
        }
        throw new AssertionError(said);
    }

    private static long min(Runnable work, LongSupplier clock, long floor) {
        long min = Long.MAX_VALUE;
        for (int i = 0; i < RUNS && min > floor && (i == 0 || min < MAX_NANOS); i++) {
            long before = clock.getAsLong();
            work.run();
            min = Math.min(min, clock.getAsLong() - before);
        }
        return min;
    }
}
