package dev.postern.relay;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counters of this node since its start. Thread-safe. */
public final class RelayCounters {
    private final LongAdder sent = new LongAdder();
    private final LongAdder deferred = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder expired = new LongAdder();
    private final AtomicInteger sessions = new AtomicInteger();

    /**
     * Recipients by the outcomes of attempts.
     *
     * @param deferred to be tried again
     * @param failed refused by another host
     * @param expired given up
     * @param sessions attempts in progress
     */
    public record Snapshot(long sent, long deferred, long failed, long expired, int sessions) {}

    public Snapshot snapshot() {
        return new Snapshot(sent.sum(), deferred.sum(), failed.sum(), expired.sum(), sessions.get());
    }

    void add(RelayOutcome outcome) {
        for (RelayRecipient one : outcome.changed()) {
            switch (one.state()) {
                case SENT -> sent.increment();
                case WAITING -> deferred.increment();
                case FAILED -> (RelayReports.status(one).startsWith("5") ? failed : expired).increment();
            }
        }
    }

    void begin() {
        sessions.incrementAndGet();
    }

    void end() {
        sessions.decrementAndGet();
    }
}
