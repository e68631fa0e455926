package dev.postern.workflow.row;

import dev.postern.access.TenantId;
import dev.postern.store.Row;
import dev.postern.store.Sql;
import dev.postern.workflow.row.SubscriptionRow.State;
import dev.postern.workflow.stored.WorkflowKey;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The SQL statements on subscriptions of webhooks. */
public final class SubscriptionTable {
    private static final String COLUMNS = "tenant_id, workflow_id, subscription_id, trigger_name, version, state, "
            + "attempts, due_at, changed_at, unsubscribe";
    private static final String KEY = " where tenant_id = ? and workflow_id = ? and subscription_id = ?";

    private SubscriptionTable() {}

    public static void insert(Sql sql, SubscriptionRow row) {
        sql.update(
                "insert into workflow_subscription (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row.key().tenant().value(),
                row.key().id(),
                row.id(),
                row.trigger(),
                row.version(),
                row.state().name(),
                row.attempts(),
                row.due(),
                row.changed(),
                row.unsubscribe());
    }

    public static @Nullable SubscriptionRow find(Sql sql, WorkflowKey key, UUID id) {
        return sql.one(
                "select " + COLUMNS + " from workflow_subscription" + KEY,
                SubscriptionTable::read,
                key.tenant().value(),
                key.id(),
                id);
    }

    /** Lists the subscriptions of a workflow that are wanted. */
    public static List<SubscriptionRow> wanted(Sql sql, WorkflowKey key) {
        return sql.list(
                "select " + COLUMNS + " from workflow_subscription where tenant_id = ? and workflow_id = ? "
                        + "and state <> 'UNSUBSCRIBING'",
                SubscriptionTable::read,
                key.tenant().value(),
                key.id());
    }

    /** Lists the subscriptions of a workflow that need a call. */
    public static List<SubscriptionRow> due(Sql sql, WorkflowKey key) {
        return sql.list(
                "select " + COLUMNS + " from workflow_subscription where tenant_id = ? and workflow_id = ? "
                        + "and due_at is not null",
                SubscriptionTable::read,
                key.tenant().value(),
                key.id());
    }

    /** Lists the subscriptions of all tenants that need a call. Used at start and by the sweep. */
    public static List<SubscriptionRow> due(Sql sql) {
        return sql.list(
                "select " + COLUMNS + " from workflow_subscription where due_at is not null", SubscriptionTable::read);
    }

    /** Counts an attempt before its call is made; false if the state has changed. */
    public static boolean attempt(Sql sql, SubscriptionRow row, Instant due, @Nullable String unsubscribe) {
        return sql.update(
                        "update workflow_subscription set attempts = attempts + 1, due_at = ?, unsubscribe = ?" + KEY
                                + " and state = ? and attempts = ?",
                        due,
                        unsubscribe,
                        row.key().tenant().value(),
                        row.key().id(),
                        row.id(),
                        row.state().name(),
                        row.attempts())
                == 1;
    }

    /** Sets when to call next; nothing happens if the state has changed. */
    public static int postpone(Sql sql, SubscriptionRow row, Instant due) {
        return sql.update(
                "update workflow_subscription set due_at = ?" + KEY + " and state = ?",
                due,
                row.key().tenant().value(),
                row.key().id(),
                row.id(),
                row.state().name());
    }

    /** The service has accepted the subscription. If it is not wanted any more, only the call that ends it is stored. */
    public static void accepted(Sql sql, SubscriptionRow row, @Nullable String unsubscribe, Instant now) {
        Object[] id = {row.key().tenant().value(), row.key().id(), row.id()};
        sql.update("update workflow_subscription set unsubscribe = ?" + KEY, unsubscribe, id[0], id[1], id[2]);
        sql.update(
                "update workflow_subscription set state = 'SUBSCRIBED', due_at = null, attempts = 0, changed_at = ?"
                        + KEY + " and state = 'SUBSCRIBING'",
                now,
                id[0],
                id[1],
                id[2]);
    }

    /** A subscription that is not wanted any more is ended by a call, or deleted if the service does not know it. */
    public static void end(Sql sql, SubscriptionRow row, Instant now) {
        boolean unknown = row.state() == State.SUBSCRIBING && row.attempts() == 0;
        if (unknown || row.unsubscribe() == null) {
            delete(sql, row);
            return;
        }
        sql.update(
                "update workflow_subscription set state = 'UNSUBSCRIBING', attempts = 0, due_at = ?, changed_at = ?"
                        + KEY,
                now,
                now,
                row.key().tenant().value(),
                row.key().id(),
                row.id());
    }

    public static int delete(Sql sql, SubscriptionRow row) {
        return sql.update(
                "delete from workflow_subscription" + KEY,
                row.key().tenant().value(),
                row.key().id(),
                row.id());
    }

    private static SubscriptionRow read(Row row) {
        return new SubscriptionRow(
                new WorkflowKey(new TenantId(row.uuid(1)), row.uuid(2)),
                row.uuid(3),
                row.text(4),
                row.text(5),
                State.valueOf(row.text(6)),
                row.count(7),
                row.timeOrNull(8),
                row.time(9),
                row.textOrNull(10));
    }
}
