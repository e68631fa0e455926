package dev.postern.subscription;

import java.util.concurrent.atomic.LongAdder;

/** Counters of this node since its start. Thread-safe. */
public final class NotificationCounters {
    private final LongAdder sent = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder ended = new LongAdder();

    /**
     * @param sent notifications that an endpoint has accepted
     * @param failed notifications in requests that were not accepted; each attempt counts
     * @param dropped notifications that will never be sent
     * @param ended subscriptions that ended because their application lost access
     */
    public record Snapshot(long sent, long failed, long dropped, long ended) {}

    public Snapshot snapshot() {
        return new Snapshot(sent.sum(), failed.sum(), dropped.sum(), ended.sum());
    }

    void sent(int count) {
        sent.add(count);
    }

    void failed(int count) {
        failed.add(count);
    }

    void dropped(int count) {
        dropped.add(count);
    }

    void ended() {
        ended.increment();
    }
}
