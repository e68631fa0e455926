package dev.postern.workflow.row;

import dev.postern.access.TenantId;
import dev.postern.store.Row;
import dev.postern.store.Sql;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.stored.WorkflowKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The SQL statements on runs. */
public final class RunTable {
    private static final String COLUMNS = "tenant_id, workflow_id, run_name, version, status, code, error, "
            + "trigger_name, trigger_record, correlation_id, tracking_id, scheduled_at, started_at, ended_at, "
            + "outputs, response";
    private static final String KEY = " where tenant_id = ? and workflow_id = ? and run_name = ?";

    private RunTable() {}

    public static void insert(Sql sql, RunRow row) {
        sql.update(
                "insert into workflow_run (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row.key().workflow().tenant().value(),
                row.key().workflow().id(),
                row.key().name(),
                row.version(),
                row.status().text(),
                row.code(),
                text(row.error()),
                row.triggerName(),
                row.trigger().toString(),
                row.correlation(),
                row.trackingId(),
                row.scheduled(),
                row.started(),
                row.ended(),
                text(row.outputs()),
                text(row.response()));
    }

    public static @Nullable RunRow find(Sql sql, RunKey key) {
        return sql.one(
                "select " + COLUMNS + " from workflow_run" + KEY,
                RunTable::read,
                key.workflow().tenant().value(),
                key.workflow().id(),
                key.name());
    }

    /** Lists the names of the newest first, after a name; an empty name starts with the newest. */
    public static List<String> names(Sql sql, WorkflowKey key, String behind, RunFilter filter, int max) {
        var values = new ArrayList<@Nullable Object>(List.of(key.tenant().value(), key.id(), behind));
        String condition = filter.condition(values);
        values.add(max);
        return sql.list(
                "select run_name from workflow_run where tenant_id = ? and workflow_id = ? and run_name > ?" + condition
                        + " order by run_name limit ?",
                row -> row.text(1),
                values.toArray());
    }

    /** Lists all runs of all tenants that have started and not ended. Used at start and by the sweep. */
    public static List<RunKey> open(Sql sql) {
        return sql.list(
                "select tenant_id, workflow_id, run_name from workflow_run where ended_at is null "
                        + "and status <> 'Waiting'",
                row -> new RunKey(new WorkflowKey(new TenantId(row.uuid(1)), row.uuid(2)), row.text(3)));
    }

    /** Returns whether the run has not ended, and locks its row until the transaction ends. */
    public static boolean isOpen(Sql sql, RunKey key) {
        return sql.update(
                        "update workflow_run set ended_at = null" + KEY + " and ended_at is null",
                        key.workflow().tenant().value(),
                        key.workflow().id(),
                        key.name())
                == 1;
    }

    /** Ends a run; returns false if it has ended already. */
    public static boolean end(Sql sql, RunKey key, ActionRow.Ending ending, Instant at) {
        boolean ours = sql.update(
                        "update workflow_run set status = ?, code = ?, error = ?, outputs = ?, ended_at = ?" + KEY
                                + " and ended_at is null",
                        ending.status().text(),
                        ending.code(),
                        text(ending.error()),
                        text(ending.outputs()),
                        at,
                        key.workflow().tenant().value(),
                        key.workflow().id(),
                        key.name())
                == 1;
        if (ours) {
            RunSecrets.dropAtEnd(sql, key);
            VariableTable.drop(sql, key);
            CallbackTable.drop(sql, key);
        }
        return ours;
    }

    /**
     * One attempt to drive a run.
     *
     * @param failures the attempts since the run last made progress, with this one
     * @param number the number of this attempt; later ones take over
     * @param sequence the number of stored actions
     * @param stored the characters of their inputs and outputs
     */
    public record Drive(int failures, long number, long sequence, long stored) {}

    /** Counts an attempt to drive a run; returns null if it has ended or was deleted. */
    public static @Nullable Drive take(Sql sql, RunKey key) {
        return sql.one(
                "update workflow_run set failures = failures + 1, drive = drive + 1" + KEY
                        + " and ended_at is null returning failures, drive, sequence, stored",
                row -> new Drive(row.count(1), row.number(2), row.number(3), row.number(4)),
                key.workflow().tenant().value(),
                key.workflow().id(),
                key.name());
    }

    /** Records the progress of a driver; returns false if the run has ended or another driver has taken over. */
    public static boolean progress(Sql sql, RunKey key, long drive, long sequence, long stored, boolean progressed) {
        return sql.update(
                        "update workflow_run set sequence = ?, stored = ?" + (progressed ? ", failures = 0" : "") + KEY
                                + " and drive = ? and ended_at is null",
                        sequence,
                        stored,
                        key.workflow().tenant().value(),
                        key.workflow().id(),
                        key.name(),
                        drive)
                == 1;
    }

    public static void setParent(Sql sql, RunKey key, String parent) {
        sql.update(
                "update workflow_run set parent = ?" + KEY,
                parent,
                key.workflow().tenant().value(),
                key.workflow().id(),
                key.name());
    }

    /** Returns the action that waits for a run, in its stored form; null if there is none. */
    public static @Nullable String parent(Sql sql, RunKey key) {
        return sql.one(
                "select parent from workflow_run" + KEY + " and parent is not null",
                row -> row.text(1),
                key.workflow().tenant().value(),
                key.workflow().id(),
                key.name());
    }

    /** Finds the run that an action has started. */
    public static @Nullable RunKey child(Sql sql, TenantId tenant, String parent) {
        return sql.one(
                "select workflow_id, run_name from workflow_run where tenant_id = ? and parent = ?",
                row -> new RunKey(new WorkflowKey(tenant, row.uuid(1)), row.text(2)),
                tenant.value(),
                parent);
    }

    /** Resets the count after progress. */
    public static void madeProgress(Sql sql, RunKey key) {
        setFailures(sql, key, 0);
    }

    public static void setFailures(Sql sql, RunKey key, int failures) {
        sql.update(
                "update workflow_run set failures = ?" + KEY,
                failures,
                key.workflow().tenant().value(),
                key.workflow().id(),
                key.name());
    }

    /** Returns how many runs of a workflow have not ended, counting up to a maximum. */
    public static long waiting(Sql sql, WorkflowKey key, int max) {
        return sql.number(
                "select count(*) from (select 1 from workflow_run where tenant_id = ? and workflow_id = ? "
                        + "and ended_at is null limit ?) waiting",
                key.tenant().value(),
                key.id(),
                max);
    }

    /** Stores the first response for the caller of the trigger; returns false if there is one already. */
    public static boolean respond(Sql sql, RunKey key, JsonNode response) {
        return sql.update(
                        "update workflow_run set response = ?" + KEY + " and response is null",
                        response.toString(),
                        key.workflow().tenant().value(),
                        key.workflow().id(),
                        key.name())
                == 1;
    }

    public static int forget(Sql sql, Instant startedBefore) {
        return sql.update("delete from workflow_run where ended_at is not null and started_at < ?", startedBefore);
    }

    private static @Nullable String text(@Nullable JsonNode node) {
        return node == null ? null : node.toString();
    }

    private static RunRow read(Row row) {
        return new RunRow(
                new RunKey(new WorkflowKey(new TenantId(row.uuid(1)), row.uuid(2)), row.text(3)),
                row.text(4),
                Status.named(row.text(5)).orElseThrow(),
                row.textOrNull(6),
                json(row, 7),
                row.text(8),
                JsonValues.parse(row.text(9)),
                row.uuid(10),
                row.text(11),
                row.timeOrNull(12),
                row.time(13),
                row.timeOrNull(14),
                json(row, 15),
                json(row, 16));
    }

    static @Nullable JsonNode json(Row row, int column) {
        String text = row.textOrNull(column);
        return text == null ? null : JsonValues.parse(text);
    }
}
