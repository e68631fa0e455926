package dev.postern.workflow.row;

import dev.postern.store.Row;
import dev.postern.store.Sql;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.stored.WorkflowKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The SQL statements on the histories of triggers. */
public final class TriggerHistoryTable {
    private static final String COLUMNS = "trigger_name, history_name, status, code, error, fired, scheduled_at, "
            + "started_at, ended_at, tracking_id, client_tracking_id, run_name, inputs, outputs, whole";
    private static final String KEY = " where tenant_id = ? and workflow_id = ? and trigger_name = ?";

    private TriggerHistoryTable() {}

    public static void insert(Sql sql, WorkflowKey key, TriggerHistory row) {
        sql.update(
                "insert into workflow_trigger_history (tenant_id, workflow_id, " + COLUMNS
                        + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                key.tenant().value(),
                key.id(),
                row.trigger(),
                row.name(),
                row.status().text(),
                row.code(),
                text(row.error()),
                row.fired() ? 1 : 0,
                row.scheduled(),
                row.started(),
                row.ended(),
                row.tracking(),
                row.clientTracking(),
                row.run(),
                text(row.inputs()),
                text(row.outputs()),
                row.whole() ? 1 : 0);
    }

    public static @Nullable TriggerHistory find(Sql sql, WorkflowKey key, String trigger, String name) {
        return sql.one(
                "select " + COLUMNS + " from workflow_trigger_history" + KEY + " and history_name = ?",
                TriggerHistoryTable::read,
                key.tenant().value(),
                key.id(),
                trigger,
                name);
    }

    /** Lists the newest first, after a name; an empty name starts with the newest. */
    public static List<TriggerHistory> list(
            Sql sql, WorkflowKey key, String trigger, String behind, @Nullable Status status, int max) {
        String where = status == null ? "" : " and status = '" + status.text() + "'";
        // Pages do not contain data, which may be large.
        return sql.list(
                "select " + COLUMNS.replace("inputs, outputs", "null, null") + " from workflow_trigger_history" + KEY
                        + " and history_name > ?" + where + " order by history_name limit ?",
                TriggerHistoryTable::read,
                key.tenant().value(),
                key.id(),
                trigger,
                behind,
                max);
    }

    public static int forget(Sql sql, Instant startedBefore) {
        return sql.update("delete from workflow_trigger_history where started_at < ?", startedBefore);
    }

    private static @Nullable String text(@Nullable JsonNode node) {
        return node == null ? null : node.toString();
    }

    private static TriggerHistory read(Row row) {
        return new TriggerHistory(
                row.text(1),
                row.text(2),
                Status.named(row.text(3)).orElseThrow(),
                row.textOrNull(4),
                RunTable.json(row, 5),
                row.number(6) == 1,
                row.timeOrNull(7),
                row.time(8),
                row.time(9),
                row.uuid(10),
                row.text(11),
                row.textOrNull(12),
                RunTable.json(row, 13),
                RunTable.json(row, 14),
                row.number(15) == 1);
    }
}
