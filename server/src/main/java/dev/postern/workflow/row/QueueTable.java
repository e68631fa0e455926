package dev.postern.workflow.row;

import dev.postern.access.TenantId;
import dev.postern.store.Sql;
import dev.postern.workflow.stored.WorkflowKey;
import java.util.List;

/** The SQL statements on runs that wait for others to end. */
public final class QueueTable {
    private static final String TRIGGER = " where tenant_id = ? and workflow_id = ? and trigger_name = ?";

    private QueueTable() {}

    /** Makes other transactions that count the runs of the workflow wait until this one ends. */
    public static void lock(Sql sql, WorkflowKey key) {
        sql.update(
                "update workflow set state = state where tenant_id = ? and workflow_id = ?",
                key.tenant().value(),
                key.id());
    }

    public static long waiting(Sql sql, WorkflowKey key, String trigger) {
        return sql.number(
                "select count(*) from workflow_run" + TRIGGER + " and status = 'Waiting'",
                key.tenant().value(),
                key.id(),
                trigger);
    }

    public static long running(Sql sql, WorkflowKey key, String trigger) {
        return sql.number(
                "select count(*) from workflow_run" + TRIGGER + " and ended_at is null and status <> 'Waiting'",
                key.tenant().value(),
                key.id(),
                trigger);
    }

    /** Lists the triggers of a workflow that have waiting runs. */
    public static List<String> triggers(Sql sql, WorkflowKey key) {
        return sql.list(
                "select distinct trigger_name from workflow_run where tenant_id = ? and workflow_id = ? "
                        + "and status = 'Waiting'",
                row -> row.text(1),
                key.tenant().value(),
                key.id());
    }

    /** Lists the workflows of all tenants that have waiting runs. */
    public static List<WorkflowKey> workflows(Sql sql) {
        return sql.list(
                "select distinct tenant_id, workflow_id from workflow_run where status = 'Waiting'",
                row -> new WorkflowKey(new TenantId(row.uuid(1)), row.uuid(2)));
    }

    /** Starts the oldest waiting runs; returns their names. */
    public static List<String> start(Sql sql, WorkflowKey key, String trigger, long max) {
        return sql.list(
                "update workflow_run set status = 'Running' where tenant_id = ? and workflow_id = ? and run_name in "
                        + "(select run_name from workflow_run" + TRIGGER
                        + " and status = 'Waiting' order by run_name desc limit ?) returning run_name",
                row -> row.text(1),
                key.tenant().value(),
                key.id(),
                key.tenant().value(),
                key.id(),
                trigger,
                max);
    }
}
