package dev.postern.workflow.engine;

import dev.postern.store.Database;
import dev.postern.store.Sql;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.expression.JsonValues;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The actions of one run, in memory as on disk: nothing is changed here that is not committed. Belongs to one thread. */
final class Progress {
    /** Characters of JSON: of one inputs or outputs, and of all that one run keeps. */
    private static final long LARGEST_VALUE = 16L << 20;

    private static final long MOST_CONTENT =
            Math.min(32L << 20, Runtime.getRuntime().maxMemory() / 32);

    static final String NO_ROOM = "The inputs or outputs are larger than '" + LARGEST_VALUE
            + "' characters, or all that the run keeps would be larger than '" + MOST_CONTENT + "'.";

    private final Database database;
    private final RunKey run;
    private final Masking masking;
    private final Map<String, ActionRow> rows = new LinkedHashMap<>();
    private long size;

    /** The run has ended, or another driver has taken it on: what this one knows is void. */
    static final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    Progress(Database database, RunKey run, Masking masking) {
        this.database = database;
        this.run = run;
        this.masking = masking;
        Map<String, JsonNode> working = database.read(sql -> RunSecrets.all(sql, run));
        for (ActionRow row : database.read(sql -> ActionTable.list(sql, run))) {
            ActionRow whole = row.with(
                    working.getOrDefault(RunSecrets.inputs(row.name()), row.inputs()),
                    working.getOrDefault(RunSecrets.outputs(row.name()), row.outputs()));
            rows.put(row.name(), whole);
            size += size(whole.inputs()) + size(whole.outputs());
        }
    }

    /** Whether a value may be added to what the run keeps already. */
    boolean hasRoomFor(@Nullable JsonNode value) {
        long added = size(value);
        return added <= LARGEST_VALUE && size + added <= MOST_CONTENT;
    }

    private static long size(@Nullable JsonNode value) {
        return value == null ? 0 : JsonValues.length(value);
    }

    Map<String, ActionRow> rows() {
        return rows;
    }

    Collection<ActionRow> all() {
        return List.copyOf(rows.values());
    }

    @Nullable
    ActionRow find(String action) {
        return rows.get(action);
    }

    Map<String, Status> states() {
        var states = new LinkedHashMap<String, Status>();
        rows.forEach((name, row) -> states.put(name, row.status()));
        return states;
    }

    long nextSequence() {
        return rows.size() + 1L;
    }

    /** Adds actions, with what else belongs into the same transaction. */
    void add(List<ActionRow> added, Consumer<Sql> also) {
        boolean done = database.write(sql -> {
            if (!RunTable.goesOn(sql, run)) {
                return false;
            }
            added.forEach(row -> insert(sql, row));
            also.accept(sql);
            return true;
        });
        if (!done) {
            throw new Overtaken();
        }
        added.forEach(row -> remember(row, size(row.inputs()) + size(row.outputs())));
    }

    void change(ActionRow before, ActionRow after) {
        boolean done = database.write(sql -> RunTable.goesOn(sql, run) && update(sql, after, before.attempt()));
        if (!done) {
            throw new Overtaken();
        }
        remember(after, size(after.outputs()));
    }

    private void insert(Sql sql, ActionRow row) {
        ActionRow shown = row.shown(masking);
        ActionTable.insert(sql, run, shown);
        if (!row.status().done()) {
            RunSecrets.keep(sql, run, RunSecrets.inputs(row.name()), row.inputs(), shown.inputs());
        }
        RunSecrets.keep(sql, run, RunSecrets.outputs(row.name()), row.outputs(), shown.outputs());
    }

    private boolean update(Sql sql, ActionRow row, int knownAttempt) {
        ActionRow shown = row.shown(masking);
        if (!ActionTable.update(sql, run, shown, knownAttempt)) {
            return false;
        }
        if (row.status().done()) {
            RunSecrets.drop(sql, run, RunSecrets.inputs(row.name()));
        }
        RunSecrets.keep(sql, run, RunSecrets.outputs(row.name()), row.outputs(), shown.outputs());
        return true;
    }

    /** Nothing but its outputs is needed of an action that has ended; its inputs are from then on what the history shows. */
    private void remember(ActionRow row, long added) {
        size += added;
        rows.put(row.name(), row.status().done() ? row.with(row.shown(masking).inputs(), row.outputs()) : row);
    }
}
