package dev.postern.workflow.job;

import dev.postern.workflow.definition.Status;
import java.time.Duration;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** Counters of this node. */
public final class Metrics {
    private final LongAdder succeeded = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder missed = new LongAdder();
    private final LongAccumulator worstMillis = new LongAccumulator(Math::max, 0);

    public void runEnded(Status status) {
        (status == Status.SUCCEEDED ? succeeded : failed).increment();
    }

    public void fired(Duration late) {
        worstMillis.accumulate(late.toMillis());
    }

    public void missed() {
        missed.increment();
    }

    /** Recurrences that were due while the server was not running, and are not made up for. */
    public long missedFires() {
        return missed.sum();
    }

    /** The longest delay of a recurrence on this node, in milliseconds. */
    public long worstLateness() {
        return worstMillis.get();
    }

    /** Runs that succeeded. */
    public long succeeded() {
        return succeeded.sum();
    }

    /** Runs that ended with any other status. */
    public long failed() {
        return failed.sum();
    }
}
