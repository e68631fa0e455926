package dev.postern.http;

import dev.postern.http.HttpMetrics.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The traffic of the last hour, in parts of 15 seconds. A part is a time of the clock, whenever it is counted: if the clock jumps, a part may have counted more or
 * less than 15 seconds, and none is shown that is in the future or more than an hour old. Thread-safe.
 */
public final class TrafficHistory {
    /** How long a part is. */
    public static final Duration PART = Duration.ofSeconds(15);
    /** How many parts are kept. */
    public static final int PARTS = 240;

    private final Supplier<Traffic> total;
    private final InstantSource clock;
    private final TreeMap<Long, Traffic> parts = new TreeMap<>();
    private Traffic counted;

    /** @param total the traffic since the start */
    public TrafficHistory(Supplier<Traffic> total, InstantSource clock) {
        this.total = total;
        this.clock = clock;
        this.counted = total.get();
    }

    /**
     * The traffic of one part.
     *
     * @param from when it begins
     */
    public record Sample(Instant from, Traffic traffic) {}

    /** Counts what has ended since the last call into the present part. Called more often than the parts are long. */
    public synchronized void count() {
        Traffic now = total.get();
        long part = Math.floorDiv(clock.instant().getEpochSecond(), PART.toSeconds());
        parts.tailMap(part, false).clear();
        parts.headMap(part - PARTS, true).clear();
        parts.merge(part, now.minus(counted), Traffic::plus);
        counted = now;
    }

    /** Returns the parts that were counted, the oldest first, with the present one. */
    public synchronized List<Sample> samples() {
        count();
        return parts.entrySet().stream()
                .map(one -> new Sample(Instant.ofEpochSecond(one.getKey() * PART.toSeconds()), one.getValue()))
                .toList();
    }
}
