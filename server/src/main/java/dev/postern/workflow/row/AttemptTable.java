package dev.postern.workflow.row;

import dev.postern.store.Row;
import dev.postern.store.Sql;
import java.util.List;

/** The SQL statements on the calls of actions that were repeated. Of one action the last ones are kept. */
public final class AttemptTable {
    static final int MAX_KEPT = 100;
    private static final String ACTION =
            " where tenant_id = ? and workflow_id = ? and run_name = ? and action_name = ?" + " and repetition = ?";

    private AttemptTable() {}

    public static void insert(Sql sql, RunKey run, ActionKey action, Attempt attempt) {
        sql.update(
                "insert into workflow_attempt (tenant_id, workflow_id, run_name, action_name, repetition, attempt, "
                        + "started_at, ended_at, code, poll, response, error) "
                        + "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (tenant_id, workflow_id, run_name, "
                        + "action_name, repetition, attempt) do nothing",
                run.workflow().tenant().value(),
                run.workflow().id(),
                run.name(),
                action.name(),
                action.repetition(),
                attempt.number(),
                attempt.started(),
                attempt.ended(),
                attempt.code(),
                attempt.poll(),
                ActionTable.text(attempt.response()),
                ActionTable.text(attempt.error()));
        if (attempt.number() > MAX_KEPT) {
            sql.update(
                    "delete from workflow_attempt" + ACTION + " and attempt <= ?",
                    run.workflow().tenant().value(),
                    run.workflow().id(),
                    run.name(),
                    action.name(),
                    action.repetition(),
                    attempt.number() - MAX_KEPT);
        }
    }

    public static List<Attempt> list(Sql sql, RunKey run, ActionKey action) {
        return sql.list(
                "select attempt, started_at, ended_at, code, poll, response, error from workflow_attempt" + ACTION
                        + " order by attempt",
                AttemptTable::read,
                run.workflow().tenant().value(),
                run.workflow().id(),
                run.name(),
                action.name(),
                action.repetition());
    }

    private static Attempt read(Row row) {
        return new Attempt(
                row.count(1),
                row.time(2),
                row.timeOrNull(3),
                row.textOrNull(4),
                row.textOrNull(5),
                RunTable.json(row, 6),
                RunTable.json(row, 7));
    }
}
