package dev.postern.benchmarks.soak;

import java.util.ArrayList;
import java.util.List;

/** Resident memory over a run. A server with a leak needs more in the last third than in the second. */
final class MemoryTrend {
    private static final double MAX_GROWTH = 1.1;
    private static final int MIN_SAMPLES = 9;

    private final List<Long> samples = new ArrayList<>();

    void add(long megabytes) {
        samples.add(megabytes);
    }

    /** Empty if the run was too short. */
    List<String> faults() {
        int third = samples.size() / 3;
        if (samples.size() < MIN_SAMPLES) {
            return List.of();
        }
        long middle = max(samples.subList(third, 2 * third));
        long last = max(samples.subList(2 * third, samples.size()));
        return last > middle * MAX_GROWTH
                ? List.of("Resident memory grew from " + middle + " to " + last + " MiB in the last third.")
                : List.of();
    }

    private static long max(List<Long> some) {
        return some.stream().mapToLong(Long::longValue).max().orElse(0);
    }
}
