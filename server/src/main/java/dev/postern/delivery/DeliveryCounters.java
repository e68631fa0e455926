package dev.postern.delivery;

import java.util.concurrent.atomic.LongAdder;

/** Counters of this node since its start. Thread-safe. */
public final class DeliveryCounters {
    private final LongAdder accepted = new LongAdder();
    private final LongAdder delivered = new LongAdder();
    private final LongAdder reported = new LongAdder();
    private final LongAdder parked = new LongAdder();
    private final LongAdder retried = new LongAdder();

    /**
     * @param accepted messages accepted for delivery
     * @param delivered copies inserted into mailboxes
     * @param reported non-delivery reports
     * @param parked messages with recipients that wait for an outbound route
     * @param retried attempts that failed and will be repeated
     */
    public record Snapshot(long accepted, long delivered, long reported, long parked, long retried) {}

    public Snapshot snapshot() {
        return new Snapshot(accepted.sum(), delivered.sum(), reported.sum(), parked.sum(), retried.sum());
    }

    void accept() {
        accepted.increment();
    }

    void deliver(int copies) {
        delivered.add(copies);
    }

    void report() {
        reported.increment();
    }

    void defer() {
        parked.increment();
    }

    void retry() {
        retried.increment();
    }
}
