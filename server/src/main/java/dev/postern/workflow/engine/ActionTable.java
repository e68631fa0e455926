package dev.postern.workflow.engine;

import dev.postern.store.Row;
import dev.postern.store.Sql;
import dev.postern.workflow.definition.Secured;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.expression.JsonValues;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** The SQL statements on the actions of runs, in their form for the history. */
final class ActionTable {
    private static final String COLUMNS =
            "action_name, sequence, hidden, status, code, error, inputs, outputs, tracking_id, "
                    + "request_id, attempt, interrupted, sent_at, due_at, poll, retries, started_at, ended_at";
    private static final String RUN = " where tenant_id = ? and workflow_id = ? and run_name = ?";

    private ActionTable() {}

    static List<ActionRow> list(Sql sql, RunKey run) {
        return sql.list(
                "select " + COLUMNS + " from workflow_action" + RUN + " order by sequence",
                ActionTable::read,
                run.workflow().tenant().value(),
                run.workflow().id(),
                run.name());
    }

    static void insert(Sql sql, RunKey run, ActionRow row) {
        sql.update(
                "insert into workflow_action (tenant_id, workflow_id, run_name, repetition, " + COLUMNS
                        + ") values (?, ?, ?, '', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                run.workflow().tenant().value(),
                run.workflow().id(),
                run.name(),
                row.name(),
                row.sequence(),
                row.hidden().stream().map(Secured::name).sorted().collect(Collectors.joining(",")),
                row.status().text(),
                row.code(),
                text(row.error()),
                text(row.inputs()),
                text(row.outputs()),
                row.trackingId(),
                row.requestId(),
                row.attempt(),
                row.interrupted(),
                row.sent(),
                row.due(),
                row.poll(),
                row.retries().toString(),
                row.started(),
                row.ended());
    }

    /** Stores an action's new state; returns false if another driver has continued after the given attempt. */
    static boolean update(Sql sql, RunKey run, ActionRow row, int knownAttempt) {
        return sql.update(
                        "update workflow_action set status = ?, code = ?, error = ?, inputs = ?, outputs = ?, "
                                + "attempt = ?, interrupted = ?, sent_at = ?, due_at = ?, poll = ?, retries = ?, "
                                + "ended_at = ?" + RUN
                                + " and action_name = ? and repetition = '' and attempt = ? and ended_at is null",
                        row.status().text(),
                        row.code(),
                        text(row.error()),
                        text(row.inputs()),
                        text(row.outputs()),
                        row.attempt(),
                        row.interrupted(),
                        row.sent(),
                        row.due(),
                        row.poll(),
                        row.retries().toString(),
                        row.ended(),
                        run.workflow().tenant().value(),
                        run.workflow().id(),
                        run.name(),
                        row.name(),
                        knownAttempt)
                == 1;
    }

    /** Ends all open actions of a run that ends. */
    static void endOpen(Sql sql, RunKey run, ActionRow.Ending ending, Instant at) {
        sql.update(
                "update workflow_action set status = ?, code = ?, error = ?, due_at = null, poll = null, ended_at = ?"
                        + RUN + " and ended_at is null",
                ending.status().text(),
                ending.code(),
                text(ending.error()),
                at,
                run.workflow().tenant().value(),
                run.workflow().id(),
                run.name());
    }

    private static @Nullable String text(@Nullable JsonNode node) {
        return node == null ? null : node.toString();
    }

    private static ActionRow read(Row row) {
        return new ActionRow(
                row.text(1),
                row.number(2),
                hidden(row.text(3)),
                Status.named(row.text(4)).orElseThrow(),
                row.textOrNull(5),
                RunTable.json(row, 6),
                RunTable.json(row, 7),
                RunTable.json(row, 8),
                row.uuid(9),
                row.uuid(10),
                row.count(11),
                row.count(12),
                row.timeOrNull(13),
                row.timeOrNull(14),
                row.textOrNull(15),
                (ArrayNode) Objects.requireNonNull(JsonValues.parse(row.text(16))),
                row.time(17),
                row.timeOrNull(18));
    }

    private static Set<Secured> hidden(String text) {
        return text.isEmpty()
                ? Set.of()
                : Arrays.stream(text.split(",")).map(Secured::valueOf).collect(Collectors.toUnmodifiableSet());
    }
}
