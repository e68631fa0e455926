package dev.postern.graph.throttle;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The counters of those that were active lately. Beyond a maximum, the one that was idle for longest is forgotten, so this can make a limit
 * wider and never narrower. Thread-safe.
 */
final class BoundedCounters<K, V> {
    private final Map<K, Used<V>> all = new LinkedHashMap<>(16, 0.75f, true);
    private final int max;
    private final Duration idle;
    private final Supplier<V> fresh;

    private record Used<V>(V counter, Instant at) {}

    /** @param idle after which a counter is empty anyway */
    BoundedCounters(int max, Duration idle, Supplier<V> fresh) {
        this.max = max;
        this.idle = idle;
        this.fresh = fresh;
    }

    synchronized V get(K key, Instant now) {
        Used<V> known = all.get(key);
        V counter = known == null ? fresh.get() : known.counter();
        all.put(key, new Used<>(counter, now));
        sweep(now);
        return counter;
    }

    private void sweep(Instant now) {
        Instant expired = now.minus(idle);
        Iterator<Used<V>> oldest = all.values().iterator();
        while (oldest.hasNext()) {
            Used<V> one = oldest.next();
            if (all.size() <= max && !one.at().isBefore(expired)) {
                return;
            }
            oldest.remove();
        }
    }

    synchronized int size() {
        return all.size();
    }
}
