package dev.postern.workflow.run;

import dev.postern.query.Folding;
import dev.postern.store.Database;
import dev.postern.store.Sql;
import dev.postern.workflow.action.VariableType;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.masking.Masking;
import dev.postern.workflow.row.ActionKey;
import dev.postern.workflow.row.ActionRow;
import dev.postern.workflow.row.ActionTable;
import dev.postern.workflow.row.RunKey;
import dev.postern.workflow.row.RunSecrets;
import dev.postern.workflow.row.RunTable;
import dev.postern.workflow.row.SubscriptionRow;
import dev.postern.workflow.row.Variable;
import dev.postern.workflow.row.VariableTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The changes of one driver to a run. They are collected, and written in one transaction by {@link #flush}; what is not written yet has had no
 * effect outside the process. Not thread-safe.
 */
public final class Progress {
    /** The limits, in characters of JSON: for one inputs or outputs, for what a run has in memory, and for its history. */
    private static final long MAX_VALUE = 16L << 20;

    private static final long MAX_OPEN =
            Math.min(32L << 20, Runtime.getRuntime().maxMemory() / 32);
    private static final long MAX_STORED = 512L << 20;
    /** The actions and repetitions of a run, so that loops inside loops cannot fill the disk. */
    private static final long MAX_ACTIONS = 2_000_000;

    static final ActionRow.Ending TOO_MANY = ActionRow.Ending.failed(
            "RunActionLimitExceeded",
            "RunActionLimitExceeded",
            "The run has more than '" + MAX_ACTIONS + "' actions and repetitions, which is the limit.");

    static final String NO_ROOM = "The inputs or outputs are larger than '" + MAX_VALUE
            + "' characters, or the total size of the run's data would exceed '" + MAX_OPEN + "' characters.";

    /** Collected changes are written at this number of rows or characters. */
    private static final int MAX_PENDING = 200;

    private static final long MAX_PENDING_CHARACTERS = 2L << 20;

    private final Database database;
    private final RunSecrets secrets;
    private final VariableTable variableTable;
    private final RunKey run;
    private final long drive;
    private final Masking masking;
    private final Map<String, Variable> variables;
    private final Map<ActionKey, ActionRow> added = new LinkedHashMap<>();
    private final Map<ActionKey, ActionRow> changed = new LinkedHashMap<>();
    private final List<Consumer<Sql>> others = new ArrayList<>();
    private final List<Runnable> afterwards = new ArrayList<>();
    private long sequence;
    private long stored;
    private long open;
    private long pendingCharacters;
    private boolean ended;

    /** The run has ended, or another driver has taken over, so the state in memory is invalid. */
    static final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    Progress(Database database, RunSecrets secrets, RunKey run, RunTable.Drive drive, Masking masking) {
        this.database = database;
        this.secrets = secrets;
        this.variableTable = new VariableTable(secrets.texts());
        this.run = run;
        this.drive = drive.number();
        this.sequence = drive.sequence();
        this.stored = drive.stored();
        this.masking = masking;
        this.variables = database.read(sql -> variableTable.read(sql, run));
    }

    RunKey run() {
        return run;
    }

    /** Returns whether the run can hold this value in addition. */
    boolean hasRoomFor(@Nullable JsonNode value) {
        long size = size(value);
        return size <= MAX_VALUE && open + size <= MAX_OPEN && stored + size <= MAX_STORED;
    }

    static long size(@Nullable JsonNode value) {
        return value == null ? 0 : JsonValues.length(value);
    }

    /** Counts values that came into memory, or, if negative, that left it. */
    void hold(long characters) {
        open += characters;
    }

    boolean hasTooManyActions() {
        return sequence > MAX_ACTIONS;
    }

    long nextSequence() {
        return ++sequence;
    }

    void add(ActionRow row) {
        added.put(row.key(), row);
        count(size(row.inputs()) + size(row.outputs()));
    }

    void change(ActionRow row) {
        if (added.containsKey(row.key())) {
            added.put(row.key(), row);
        } else {
            changed.put(row.key(), row);
        }
        count(size(row.outputs()));
    }

    private void count(long characters) {
        stored += characters;
        pendingCharacters += characters;
    }

    /** Adds a statement to the next transaction. */
    void also(Consumer<Sql> statement) {
        others.add(statement);
    }

    /** Runs a task once the changes so far are on disk. */
    void afterwards(Runnable task) {
        afterwards.add(task);
    }

    @Nullable
    Variable variable(String name) {
        return variables.get(Folding.lower(name));
    }

    void initialize(String name, VariableType type, JsonNode value, boolean secured) {
        variables.put(Folding.lower(name), new Variable(name, type, value, secured));
    }

    /** Writes the changes if many have been collected. */
    void flushIfMany() {
        if (added.size() + changed.size() >= MAX_PENDING || pendingCharacters >= MAX_PENDING_CHARACTERS) {
            flush();
        }
    }

    /** Writes the changes. Throws {@link Overtaken} if this driver may not write any more. */
    void flush() {
        List<Variable> changedVariables =
                variables.values().stream().filter(Variable::isChanged).toList();
        if (added.isEmpty() && changed.isEmpty() && others.isEmpty() && changedVariables.isEmpty()) {
            return;
        }
        boolean progressed = added.values().stream()
                        .anyMatch(row -> row.status().done())
                || changed.values().stream().anyMatch(row -> row.status().done());
        // Before the transaction, because masking takes longer than writing.
        List<Shown> begun = added.values().stream()
                .map(row -> new Shown(row, row.shown(masking)))
                .toList();
        List<Shown> continued = changed.values().stream()
                .map(row -> new Shown(row, row.with(null, row.outputs()).shown(masking)))
                .toList();
        boolean done = database.write(sql -> {
            if (!RunTable.progress(sql, run, drive, sequence, stored, progressed)) {
                return false;
            }
            write(sql, begun, continued, changedVariables);
            return true;
        });
        if (!done) {
            throw new Overtaken();
        }
        added.clear();
        changed.clear();
        others.clear();
        pendingCharacters = 0;
        changedVariables.forEach(Variable::written);
        List<Runnable> tasks = List.copyOf(afterwards);
        afterwards.clear();
        tasks.forEach(Runnable::run);
    }

    /** A row, and its form for the history. */
    private record Shown(ActionRow row, ActionRow shown) {}

    private void write(Sql sql, List<Shown> begun, List<Shown> continued, List<Variable> changedVariables) {
        ActionTable.insert(sql, run, begun.stream().map(Shown::shown).toList());
        ActionTable.update(sql, run, continued.stream().map(Shown::shown).toList());
        begun.forEach(each -> keep(sql, each, true));
        continued.forEach(each -> keep(sql, each, false));
        changedVariables.forEach(variable -> variableTable.write(sql, run, variable));
        others.forEach(statement -> statement.accept(sql));
    }

    /** Of an action that has ended only the outputs are kept unmasked. */
    private void keep(Sql sql, Shown each, boolean isNew) {
        ActionRow row = each.row();
        boolean done = row.status().done();
        if (isNew && !done) {
            secrets.keep(
                    sql,
                    run,
                    RunSecrets.inputs(row.key()),
                    row.inputs(),
                    each.shown().inputs());
        }
        if (!isNew && done && row.inputs() != null) {
            RunSecrets.drop(sql, run, RunSecrets.inputs(row.key()));
        }
        if (row.outputs() != null) {
            secrets.keep(
                    sql,
                    run,
                    RunSecrets.outputs(row.key()),
                    row.outputs(),
                    each.shown().outputs());
        }
    }

    /** Writes the changes, and ends the run in the same transaction. */
    void end(ActionRow.Ending ending, Instant now, RunDriver.Tools tools) {
        unsubscribe(tools, sql -> tools.webhooks().endAll(sql, run, now));
        others.add(sql -> {
            ActionTable.endOpen(sql, run, ActionRow.Ending.CANCELLED, now);
            RunTable.end(sql, run, ending, now);
        });
        flush();
        ended = true;
    }

    /** Ends subscriptions with the next transaction, and sets the timers of the calls that this needs. */
    void unsubscribe(RunDriver.Tools tools, Function<Sql, List<SubscriptionRow>> ending) {
        var ended = new ArrayList<SubscriptionRow>();
        others.add(sql -> {
            ended.clear();
            ended.addAll(ending.apply(sql));
        });
        afterwards.add(() -> ended.forEach(tools.jobs()::remind));
    }

    boolean hasEnded() {
        return ended;
    }

    /** Finds an action that is in no open scope, with its unmasked values. */
    @Nullable
    ActionRow find(ActionKey key) {
        ActionRow pending = added.getOrDefault(key, changed.get(key));
        if (pending != null) {
            return pending;
        }
        return database.read(sql -> {
            ActionRow row = ActionTable.find(sql, run, key);
            return row == null ? null : secrets.whole(sql, run, row);
        });
    }

    /** Lists the repetitions of an action below one repetition, with their unmasked values; at most {@code max}. */
    List<ActionRow> below(String name, String around, int max) {
        flush();
        return database.read(sql -> ActionTable.below(sql, run, name, around, max).stream()
                .map(row -> secrets.whole(sql, run, row))
                .toList());
    }
}
