package dev.postern.delivery;

import java.util.concurrent.atomic.LongAdder;

/** What this node has done since it started. Any thread may count and read. */
public final class DeliveryCounters {
    private final LongAdder accepted = new LongAdder();
    private final LongAdder delivered = new LongAdder();
    private final LongAdder reported = new LongAdder();
    private final LongAdder parked = new LongAdder();
    private final LongAdder retried = new LongAdder();

    /**
     * @param accepted messages taken for delivery
     * @param delivered copies put into mailboxes
     * @param reported non-delivery reports
     * @param parked messages of which something waits for a way out
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
