package dev.postern.workflow.run;

import dev.postern.workflow.action.Action;
import dev.postern.workflow.action.Actions;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.row.ActionKey;
import dev.postern.workflow.row.ActionRow;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A scope of a run that has not ended: the run itself, or the actions of one repetition of a container. Not thread-safe. */
public final class OpenScope {
    private final @Nullable OpenContainer owner;
    private final Actions actions;
    private final String repetition;
    private final Map<String, ActionRow> rows = new LinkedHashMap<>();
    private @Nullable ActionRow repetitionRow;
    private boolean queued;
    private boolean closed;

    /** @param owner null for the run itself */
    OpenScope(@Nullable OpenContainer owner, Actions actions, String repetition) {
        this.owner = owner;
        this.actions = actions;
        this.repetition = repetition;
    }

    @Nullable
    OpenContainer owner() {
        return owner;
    }

    /** The scope around this one; null for the run itself. */
    @Nullable
    OpenScope around() {
        return owner == null ? null : owner.scope();
    }

    Actions actions() {
        return actions;
    }

    String repetition() {
        return repetition;
    }

    /** The row of the repetition itself; null outside loops. */
    @Nullable
    ActionRow repetitionRow() {
        return repetitionRow;
    }

    void setRepetitionRow(ActionRow row) {
        repetitionRow = row;
    }

    ActionKey key(Action action) {
        return new ActionKey(action.name(), repetition);
    }

    /** The actions that have started or were skipped, by name. */
    Map<String, ActionRow> rows() {
        return rows;
    }

    Map<String, Status> states() {
        var states = new LinkedHashMap<String, Status>();
        rows.forEach((name, row) -> states.put(name, row.status()));
        return states;
    }

    boolean allDone() {
        return rows.size() == actions.all().size()
                && rows.values().stream().allMatch(row -> row.status().done());
    }

    /** Returns the element that the loop of this scope is at; null if it is not a repetition of one. */
    @Nullable
    JsonNode item() {
        return owner == null ? null : owner.item(this);
    }

    /** Marks this scope as waiting for its next step; returns false if it is already. */
    boolean enqueue() {
        boolean added = !queued;
        queued = true;
        return added;
    }

    void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    void dequeued() {
        queued = false;
    }
}
