package dev.postern.workflow.row;

import dev.postern.store.Row;
import dev.postern.store.Sql;
import dev.postern.workflow.definition.Secured;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.expression.JsonValues;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** The SQL statements on the actions of runs, in their form for the history. */
public final class ActionTable {
    private static final String COLUMNS =
            "action_name, repetition, sequence, hidden, status, code, error, inputs, outputs, tracking_id, request_id,"
                    + " attempt, interrupted, sent_at, due_at, poll, retries, state, tracked, started_at, ended_at";
    private static final String RUN = " where tenant_id = ? and workflow_id = ? and run_name = ?";
    private static final String SELECT = "select " + COLUMNS + " from workflow_action" + RUN;

    private ActionTable() {}

    /** Lists the actions of one repetition. */
    public static List<ActionRow> ofRepetition(Sql sql, RunKey run, String repetition) {
        return list(sql, run, " and repetition = ? order by sequence", repetition);
    }

    /** Lists all actions of a run, for tests: it may be large. */
    public static List<ActionRow> all(Sql sql, RunKey run) {
        return list(sql, run, " order by sequence");
    }

    /** Lists the actions that have not ended. */
    public static List<ActionRow> open(Sql sql, RunKey run) {
        return list(sql, run, " and ended_at is null order by sequence");
    }

    public static @Nullable ActionRow find(Sql sql, RunKey run, ActionKey key) {
        List<ActionRow> found = list(sql, run, " and action_name = ? and repetition = ?", key.name(), key.repetition());
        return found.isEmpty() ? null : found.getFirst();
    }

    /** Lists the repetitions of an action inside a repetition of the loops around it, in order. */
    static List<ActionRow> repetitions(Sql sql, RunKey run, String name, String after, int max) {
        return list(sql, run, " and action_name = ? and repetition > ? order by repetition limit ?", name, after, max);
    }

    /** Lists the repetitions of an action below one repetition of a loop around it, in order. */
    public static List<ActionRow> below(Sql sql, RunKey run, String name, String around, int max) {
        String prefix = around.isEmpty() ? "" : around + "-";
        return list(
                sql,
                run,
                " and action_name = ? and repetition > ? and repetition < ? order by repetition limit ?",
                name,
                prefix,
                prefix + "a",
                max);
    }

    private static List<ActionRow> list(Sql sql, RunKey run, String condition, @Nullable Object... values) {
        return sql.list(SELECT + condition, ActionTable::read, with(run, values));
    }

    private static @Nullable Object[] with(RunKey run, @Nullable Object... values) {
        return Stream.concat(
                        Stream.<@Nullable Object>of(
                                run.workflow().tenant().value(), run.workflow().id(), run.name()),
                        Arrays.stream(values))
                .toArray();
    }

    public static void insert(Sql sql, RunKey run, Collection<ActionRow> rows) {
        var batch = new ArrayList<@Nullable Object[]>();
        for (ActionRow row : rows) {
            batch.add(with(
                    run,
                    row.name(),
                    row.key().repetition(),
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
                    text(row.state()),
                    text(row.tracked()),
                    row.started(),
                    row.ended()));
        }
        sql.batch(
                "insert into workflow_action (tenant_id, workflow_id, run_name, " + COLUMNS
                        + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                batch);
    }

    /** Stores new states of actions. Their inputs never change. */
    public static void update(Sql sql, RunKey run, Collection<ActionRow> rows) {
        var batch = new ArrayList<@Nullable Object[]>();
        for (ActionRow row : rows) {
            batch.add(new @Nullable Object[] {
                row.status().text(),
                row.code(),
                text(row.error()),
                text(row.outputs()),
                row.attempt(),
                row.interrupted(),
                row.sent(),
                row.due(),
                row.poll(),
                row.retries().toString(),
                text(row.state()),
                text(row.tracked()),
                row.ended(),
                run.workflow().tenant().value(),
                run.workflow().id(),
                run.name(),
                row.name(),
                row.key().repetition()
            });
        }
        sql.batch(
                "update workflow_action set status = ?, code = ?, error = ?, outputs = ?, attempt = ?, interrupted ="
                        + " ?, sent_at = ?, due_at = ?, poll = ?, retries = ?, state = ?, tracked = ?, ended_at = ?"
                        + RUN
                        + " and action_name = ? and repetition = ?",
                batch);
    }

    /** Ends all open actions of a run that ends. */
    public static void endOpen(Sql sql, RunKey run, ActionRow.Ending ending, Instant at) {
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

    static @Nullable String text(@Nullable JsonNode node) {
        return node == null ? null : node.toString();
    }

    private static ActionRow read(Row row) {
        return new ActionRow(
                new ActionKey(row.text(1), row.text(2)),
                row.number(3),
                hidden(row.text(4)),
                Status.named(row.text(5)).orElseThrow(),
                row.textOrNull(6),
                RunTable.json(row, 7),
                RunTable.json(row, 8),
                RunTable.json(row, 9),
                row.uuid(10),
                row.uuid(11),
                row.count(12),
                row.count(13),
                row.timeOrNull(14),
                row.timeOrNull(15),
                row.textOrNull(16),
                (ArrayNode) Objects.requireNonNull(JsonValues.parse(row.text(17))),
                RunTable.json(row, 18),
                RunTable.json(row, 19),
                row.time(20),
                row.timeOrNull(21));
    }

    private static Set<Secured> hidden(String text) {
        return text.isEmpty()
                ? Set.of()
                : Arrays.stream(text.split(",")).map(Secured::valueOf).collect(Collectors.toUnmodifiableSet());
    }
}
