package dev.postern.workflow.run;

import dev.postern.workflow.action.Action;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.row.ActionKey;
import dev.postern.workflow.row.ActionRow;
import dev.postern.workflow.row.Repetition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An action with actions inside that has not ended. Only its open repetitions are in memory; of the others it remembers how many there were
 * and the worst status. Not thread-safe.
 */
public final class OpenContainer {
    private static final String NEXT = "next";
    private static final String WORST = "worst";

    private final OpenScope scope;
    private final Action action;
    private final JsonNode items;
    private final Map<String, OpenScope> open = new LinkedHashMap<>();
    private final @Nullable JsonNode branch;
    private int next;
    private Status worst = Status.SUCCEEDED;

    /** @param row the action as it was opened, or as a previous driver left it */
    OpenContainer(OpenScope scope, Action action, ActionRow row) {
        this.scope = scope;
        this.action = action;
        this.items = JsonValues.orNull(row.inputs());
        JsonNode state = row.state() == null ? JsonValues.object() : row.state();
        this.branch = state.get("branch");
        this.next = state.path(NEXT).asInt(0);
        Status.named(state.path(WORST).asString("")).ifPresent(status -> this.worst = status);
    }

    OpenScope scope() {
        return scope;
    }

    Action action() {
        return action;
    }

    ActionKey key() {
        return scope.key(action);
    }

    ActionRow row() {
        return Objects.requireNonNull(scope.rows().get(action.name()));
    }

    /** The branch that was chosen: true or false, or the name of a case; null for the default. */
    @Nullable
    JsonNode branch() {
        return branch;
    }

    /** The array of a Foreach. */
    JsonNode items() {
        return items;
    }

    List<OpenScope> open() {
        return new ArrayList<>(open.values());
    }

    boolean isIdle() {
        return open.isEmpty();
    }

    int openCount() {
        return open.size();
    }

    void add(OpenScope repetition) {
        open.put(repetition.repetition(), repetition);
    }

    void remove(OpenScope repetition) {
        open.remove(repetition.repetition());
    }

    /** The number of repetitions that have started. */
    int started() {
        return next;
    }

    int startNext() {
        return next++;
    }

    Status worst() {
        return worst;
    }

    void fold(Status status) {
        if (status == Status.FAILED || (status == Status.TIMED_OUT && worst != Status.FAILED)) {
            worst = status;
        }
    }

    /** What a loop stores, so that another driver can continue it. */
    JsonNode loopState() {
        ObjectNode state = JsonValues.object();
        state.put(NEXT, next);
        state.put(WORST, worst.text());
        return state;
    }

    static JsonNode branchState(JsonNode branch) {
        ObjectNode state = JsonValues.object();
        state.set("branch", branch);
        return state;
    }

    @Nullable
    JsonNode item(OpenScope repetition) {
        return action.type() instanceof dev.postern.workflow.action.Foreach
                ? items.get(Repetition.index(repetition.repetition()))
                : null;
    }
}
