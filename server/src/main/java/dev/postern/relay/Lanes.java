package dev.postern.relay;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Distributes the due rows to the next hosts, so that none of them delays the others. A destination that is paused costs one statement for
 * some hundred rows in each pause; a destination with many rows is read in parts. Thread-safe.
 */
final class Lanes {
    /** What a lane holds in memory. */
    static final int PART = 64;

    private static final int PAGE = 500;
    /** More destinations wait until others are done. */
    private static final int MAX_BUSY = 200;

    private static final int MAX_LANES = 10_000;

    private final RelayQueue queue;
    private final boolean single;
    private final int connections;
    private final Map<String, Lane> lanes = new LinkedHashMap<>();

    /**
     * @param single whether all rows have the same next host
     * @param connections sessions of a lane at a time
     */
    Lanes(RelayQueue queue, boolean single, int connections) {
        this.connections = connections;
        this.queue = queue;
        this.single = single;
    }

    Lane of(String destination) {
        synchronized (lanes) {
            return lanes.computeIfAbsent(single ? "" : destination, Lane::new);
        }
    }

    private List<Lane> all() {
        synchronized (lanes) {
            Instant now = queue.now();
            lanes.values().removeIf(lane -> lane.isIdle(now));
            while (lanes.size() > MAX_LANES) {
                var eldest = lanes.values().iterator();
                eldest.next();
                eldest.remove();
            }
            return List.copyOf(lanes.values());
        }
    }

    List<Lane> ready() {
        return all().stream().filter(Lane::isReady).toList();
    }

    /** The last pause of the next host for a destination, if it was not reached since. */
    @Nullable
    Pause pause(String destination) {
        Lane lane;
        synchronized (lanes) {
            lane = lanes.get(single ? "" : destination);
        }
        return lane == null ? null : lane.pause();
    }

    /** Reads due rows into the lanes that have none. */
    void fill() {
        if (single) {
            Lane lane = of("");
            if (lane.pausedUntil(queue.now()) == null && !lane.isBusy(connections)) {
                lane.add(queue.due(List.of(), PART));
            }
            return;
        }
        List<String> busy = new ArrayList<>(all().stream()
                .filter(lane -> lane.isBusy(connections))
                .map(Lane::name)
                .toList());
        while (busy.size() < MAX_BUSY) {
            List<RelayKey> due = queue.due(busy, PAGE);
            Map<Lane, List<RelayKey>> byLane = new LinkedHashMap<>();
            due.forEach(key -> byLane.computeIfAbsent(of(key.destination()), _ -> new ArrayList<>())
                    .add(key));
            byLane.forEach((lane, keys) -> {
                if (!postponed(lane, keys)) {
                    lane.add(keys.subList(0, Math.min(PART, keys.size())));
                    busy.add(lane.name());
                }
            });
            if (due.size() < PAGE) {
                return;
            }
        }
    }

    /** Postpones rows of a paused lane; returns false if it is not paused. */
    private boolean postponed(Lane lane, List<RelayKey> keys) {
        Instant until = lane.pausedUntil(queue.now());
        if (until != null) {
            queue.postpone(keys, until, lane.reason());
        }
        return until != null;
    }

    /** Returns the next row for a session; null if there is none, or no attempt may be made now. */
    @Nullable
    RelayKey next(Lane lane) {
        if (lane.owes() || lane.pausedUntil(queue.now()) != null) {
            return null;
        }
        RelayKey key = lane.next();
        if (key != null) {
            return key;
        }
        List<RelayKey> more = single ? queue.due(List.of(), PART) : queue.dueOf(lane.name(), PART);
        lane.add(more);
        return lane.next();
    }
}
