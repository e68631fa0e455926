package dev.postern.workflow.row;

import dev.postern.workflow.definition.Status;
import dev.postern.workflow.stored.Names;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which runs of a workflow a list contains.
 *
 * @param status null for any
 * @param tracking the client tracking id; null for any
 */
public record RunFilter(@Nullable Status status, @Nullable String tracking, List<Bound> bounds) {
    public static final RunFilter ALL = new RunFilter(null, null, List.of());
    /** The names of runs show their start up to rounding. */
    private static final Duration ROUNDING = Duration.ofSeconds(1);

    public RunFilter {
        bounds = List.copyOf(bounds);
    }

    /** How the start of a run compares with a time. */
    public enum Comparison {
        BEFORE("<"),
        NOT_AFTER("<="),
        SAME("="),
        NOT_BEFORE(">="),
        AFTER(">");

        private final String sql;

        Comparison(String sql) {
            this.sql = sql;
        }

        private boolean limitsNewest() {
            return this == BEFORE || this == NOT_AFTER || this == SAME;
        }

        private boolean limitsOldest() {
            return this == NOT_BEFORE || this == AFTER || this == SAME;
        }
    }

    /** A limit of the start. */
    public record Bound(Comparison comparison, Instant time) {}

    /** Returns the condition, and appends its values. Names sort by time, so that the times also limit what is read. */
    String condition(List<@Nullable Object> values) {
        var parts = new ArrayList<String>();
        if (status != null) {
            parts.add("status = ?");
            values.add(status.text());
        }
        if (tracking != null) {
            parts.add("tracking_id = ?");
            values.add(tracking);
        }
        for (Bound bound : bounds) {
            parts.add("started_at " + bound.comparison().sql + " ?");
            values.add(bound.time());
            if (bound.comparison().limitsNewest()) {
                parts.add("run_name >= ?");
                values.add(Names.version(bound.time().plus(ROUNDING)));
            }
            if (bound.comparison().limitsOldest()) {
                parts.add("run_name <= ?");
                values.add(Names.version(bound.time().minus(ROUNDING)));
            }
        }
        return parts.isEmpty() ? "" : " and " + String.join(" and ", parts);
    }
}
