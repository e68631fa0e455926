package dev.postern.benchmarks.soak;

import java.util.ArrayList;
import java.util.List;

/** Resident memory over a run. A server that keeps something of every request needs more in the last third than in the second. */
final class MemoryTrend {
    private static final double MOST_GROWTH = 1.1;
    private static final int FEWEST_SAMPLES = 9;

    private final List<Long> samples = new ArrayList<>();

    void add(long megabytes) {
        samples.add(megabytes);
    }

    /** Nothing is said of a run that was too short to tell. */
    List<String> faults() {
        int third = samples.size() / 3;
        if (samples.size() < FEWEST_SAMPLES) {
            return List.of();
        }
        long middle = most(samples.subList(third, 2 * third));
        long last = most(samples.subList(2 * third, samples.size()));
        return last > middle * MOST_GROWTH
                ? List.of("Resident memory grew from " + middle + " to " + last + " MiB in the last third.")
                : List.of();
    }

    private static long most(List<Long> some) {
        return some.stream().mapToLong(Long::longValue).max().orElse(0);
    }
}
