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

/** The actions of one run, in memory as on disk: only committed changes are applied. Not thread-safe. */
final class Progress {
    /** The limits, in characters of JSON: for one inputs or outputs, and for everything that a run stores. */
    private static final long MAX_VALUE_BYTES = 16L << 20;

    private static final long MAX_CONTENT_BYTES =
            Math.min(32L << 20, Runtime.getRuntime().maxMemory() / 32);

    static final String NO_ROOM = "The inputs or outputs are larger than '" + MAX_VALUE_BYTES
            + "' characters, or the total size of the run's data would exceed '" + MAX_CONTENT_BYTES + "' characters.";

    private final Database database;
    private final RunSecrets secrets;
    private final RunKey run;
    private final Masking masking;
    private final Map<String, ActionRow> rows = new LinkedHashMap<>();
    private long size;

    /** The run has ended, or another driver has taken over, so the state in memory is invalid. */
    static final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    Progress(Database database, RunSecrets secrets, RunKey run, Masking masking) {
        this.secrets = secrets;
        this.database = database;
        this.run = run;
        this.masking = masking;
        Map<String, JsonNode> working = database.read(sql -> secrets.all(sql, run));
        for (ActionRow row : database.read(sql -> ActionTable.list(sql, run))) {
            ActionRow whole = row.with(
                    working.getOrDefault(RunSecrets.inputs(row.name()), row.inputs()),
                    working.getOrDefault(RunSecrets.outputs(row.name()), row.outputs()));
            rows.put(row.name(), whole);
            size += size(whole.inputs()) + size(whole.outputs());
        }
    }

    /** Returns whether the run can store this value in addition. */
    boolean hasRoomFor(@Nullable JsonNode value) {
        long added = size(value);
        return added <= MAX_VALUE_BYTES && size + added <= MAX_CONTENT_BYTES;
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

    /** Adds actions, and runs other statements in the same transaction. */
    void add(List<ActionRow> added, Consumer<Sql> also) {
        boolean done = database.write(sql -> {
            if (!RunTable.isOpen(sql, run)) {
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
        boolean done = database.write(sql -> RunTable.isOpen(sql, run) && update(sql, after, before.attempt()));
        if (!done) {
            throw new Overtaken();
        }
        remember(after, size(after.outputs()));
    }

    private void insert(Sql sql, ActionRow row) {
        ActionRow shown = row.shown(masking);
        ActionTable.insert(sql, run, shown);
        if (!row.status().done()) {
            secrets.keep(sql, run, RunSecrets.inputs(row.name()), row.inputs(), shown.inputs());
        }
        secrets.keep(sql, run, RunSecrets.outputs(row.name()), row.outputs(), shown.outputs());
    }

    private boolean update(Sql sql, ActionRow row, int knownAttempt) {
        ActionRow shown = row.shown(masking);
        if (!ActionTable.update(sql, run, shown, knownAttempt)) {
            return false;
        }
        if (row.status().done()) {
            RunSecrets.drop(sql, run, RunSecrets.inputs(row.name()));
        }
        secrets.keep(sql, run, RunSecrets.outputs(row.name()), row.outputs(), shown.outputs());
        return true;
    }

    /** Of an action that has ended only the outputs are kept unmasked; its inputs are kept as the history shows them. */
    private void remember(ActionRow row, long added) {
        size += added;
        rows.put(row.name(), row.status().done() ? row.with(row.shown(masking).inputs(), row.outputs()) : row);
    }
}
