package dev.postern.workflow.row;

import dev.postern.access.TenantId;
import dev.postern.store.Row;
import dev.postern.store.Sql;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.stored.WorkflowKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The SQL statements on timers of triggers. */
public final class TriggerTable {
    private static final String COLUMNS = "trigger_name, generation, anchor_at, next_at, last_at, recurrence, position";

    private TriggerTable() {}

    /** A timer with a next fire, and its workflow. */
    public record Pending(WorkflowKey key, String name, String generation, Instant next) {}

    public static List<TriggerRow> list(Sql sql, WorkflowKey key) {
        return sql.list(
                "select " + COLUMNS + " from workflow_trigger where tenant_id = ? and workflow_id = ?",
                TriggerTable::read,
                key.tenant().value(),
                key.id());
    }

    public static @Nullable TriggerRow find(Sql sql, WorkflowKey key, String name) {
        return sql.one(
                "select " + COLUMNS + " from workflow_trigger where tenant_id = ? and workflow_id = ? "
                        + "and trigger_name = ?",
                TriggerTable::read,
                key.tenant().value(),
                key.id(),
                name);
    }

    private static TriggerRow read(Row row) {
        return new TriggerRow(
                row.text(1),
                row.text(2),
                row.time(3),
                row.timeOrNull(4),
                row.timeOrNull(5),
                JsonValues.parse(row.text(6)),
                RunTable.json(row, 7));
    }

    public static void save(Sql sql, WorkflowKey key, TriggerRow row) {
        sql.update(
                "insert into workflow_trigger (tenant_id, workflow_id, " + COLUMNS
                        + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (tenant_id, workflow_id, trigger_name) "
                        + "do update set generation = excluded.generation, anchor_at = excluded.anchor_at, "
                        + "next_at = excluded.next_at, last_at = excluded.last_at, recurrence = excluded.recurrence, "
                        + "position = excluded.position",
                key.tenant().value(),
                key.id(),
                row.name(),
                row.generation(),
                row.anchor(),
                row.next(),
                row.last(),
                row.recurrence().toString(),
                text(row.position()));
    }

    private static @Nullable String text(@Nullable JsonNode position) {
        return position == null ? null : position.toString();
    }

    public static void delete(Sql sql, WorkflowKey key, String name) {
        sql.update(
                "delete from workflow_trigger where tenant_id = ? and workflow_id = ? and trigger_name = ?",
                key.tenant().value(),
                key.id(),
                name);
    }

    /** Advances a timer. Returns false if another node has done it, so that this node must not fire. */
    public static boolean advance(Sql sql, WorkflowKey key, TriggerRow row, TriggerRow.Advance after) {
        return sql.update(
                        "update workflow_trigger set next_at = ?, position = ?, last_at = coalesce(?, last_at) "
                                + "where tenant_id = ? and workflow_id = ? "
                                + "and trigger_name = ? and generation = ? and next_at = ?",
                        after.next(),
                        text(after.position()),
                        after.fired(),
                        key.tenant().value(),
                        key.id(),
                        row.name(),
                        row.generation(),
                        row.next())
                == 1;
    }

    /** Lists the timers of all tenants that have a next fire. Used at start and by the sweep. */
    public static List<Pending> pending(Sql sql) {
        return sql.list(
                "select t.tenant_id, t.workflow_id, t.trigger_name, t.generation, t.next_at from workflow_trigger t "
                        + "join workflow w on w.tenant_id = t.tenant_id and w.workflow_id = t.workflow_id "
                        + "where t.next_at is not null and w.state = 'Enabled'",
                row -> new Pending(
                        new WorkflowKey(new TenantId(row.uuid(1)), row.uuid(2)),
                        row.text(3),
                        row.text(4),
                        row.time(5)));
    }
}
