package dev.postern.workflow.row;

import dev.postern.store.Row;
import dev.postern.store.Sql;
import dev.postern.workflow.definition.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The SQL statements that read repetitions of actions for the history. They read no inputs and outputs. */
public final class HistoryTable {
    private static final String ACTION =
            " from workflow_action where tenant_id = ? and workflow_id = ? and run_name = ? and action_name = ?";

    private HistoryTable() {}

    /**
     * The repetitions of an action with the same status and the same number of loops around them.
     *
     * @param length that of their names
     * @param ended the end of the last one that has ended
     */
    public record Group(
            Status status,
            int length,
            int count,
            Instant started,
            @Nullable Instant ended) {}

    public static List<Group> groups(Sql sql, RunKey run, String action) {
        return sql.list(
                "select status, length(repetition), count(*), min(started_at), max(ended_at)" + ACTION
                        + " group by status, length(repetition)",
                HistoryTable::group,
                run.workflow().tenant().value(),
                run.workflow().id(),
                run.name(),
                action);
    }

    /**
     * A group of an action with its name.
     *
     * @param code one of those of its repetitions
     * @param error one of those of its repetitions
     */
    public record NamedGroup(
            String action,
            Group group,
            @Nullable String code,
            @Nullable JsonNode error) {}

    /** Returns the groups of all actions of a run. */
    public static List<NamedGroup> groups(Sql sql, RunKey run) {
        return sql.list(
                "select status, length(repetition), count(*), min(started_at), max(ended_at), action_name, max(code),"
                        + " max(error) from workflow_action where tenant_id = ? and workflow_id = ? and run_name = ?"
                        + " group by action_name, status, length(repetition)",
                row -> new NamedGroup(row.text(6), group(row), row.textOrNull(7), RunTable.json(row, 8)),
                run.workflow().tenant().value(),
                run.workflow().id(),
                run.name());
    }

    private static Group group(Row row) {
        return new Group(
                Status.named(row.text(1)).orElseThrow(), row.count(2), row.count(3), row.time(4), row.timeOrNull(5));
    }

    /** Lists the names of repetitions in order, after a name. Those of one number of loops have the same length. */
    public static List<String> names(
            Sql sql, RunKey run, String action, int length, String after, @Nullable Status status, int max) {
        var values = new ArrayList<@Nullable Object>(
                List.of(run.workflow().tenant().value(), run.workflow().id(), run.name(), action, after, length));
        if (status != null) {
            values.add(status.text());
        }
        values.add(max);
        return sql.list(
                "select repetition" + ACTION + " and repetition > ? and length(repetition) = ?"
                        + (status == null ? "" : " and status = ?") + " order by repetition limit ?",
                row -> row.text(1),
                values.toArray());
    }
}
