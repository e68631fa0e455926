package dev.postern.workflow.engine;

import dev.postern.workflow.definition.Status;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** Counters of this node, in the text form of Prometheus. */
public final class Metrics {
    private final LongAdder succeeded = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder fires = new LongAdder();
    private final LongAdder missed = new LongAdder();
    private final LongAdder latenessMillis = new LongAdder();
    private final LongAccumulator worstMillis = new LongAccumulator(Math::max, 0);

    void runEnded(Status status) {
        (status == Status.SUCCEEDED ? succeeded : failed).increment();
    }

    void fired(Duration late) {
        fires.increment();
        latenessMillis.add(late.toMillis());
        worstMillis.accumulate(late.toMillis());
    }

    void missed() {
        missed.increment();
    }

    /** The most milliseconds by which a recurrence of this node was late. */
    public long worstLateness() {
        return worstMillis.get();
    }

    public String text() {
        return "postern_workflow_runs_total{outcome=\"succeeded\"} " + succeeded + "\n"
                + "postern_workflow_runs_total{outcome=\"other\"} " + failed + "\n"
                + "postern_workflow_recurrence_fires_total " + fires + "\n"
                + "postern_workflow_recurrence_missed_total " + missed + "\n"
                + String.format(
                        Locale.ROOT,
                        "postern_workflow_recurrence_lateness_seconds_sum %.3f%n",
                        latenessMillis.sum() / 1000.0)
                + String.format(
                        Locale.ROOT,
                        "postern_workflow_recurrence_lateness_seconds_max %.3f%n",
                        worstMillis.get() / 1000.0);
    }
}
