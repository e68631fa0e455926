package dev.postern.workflow.run;

import dev.postern.store.Uuids;
import dev.postern.workflow.action.Action;
import dev.postern.workflow.definition.Secured;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.row.ActionKey;
import dev.postern.workflow.row.ActionRow;
import dev.postern.workflow.row.Repetition;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The open scopes of a run with their actions, and which of them have a next step. Not thread-safe. */
public final class RunTree {
    private final RunContext context;
    private final OpenScope root;
    private final Map<ActionKey, OpenContainer> containers = new LinkedHashMap<>();
    private final Map<ActionKey, Leaf> leaves = new LinkedHashMap<>();
    private final Deque<OpenScope> queue = new ArrayDeque<>();
    private int repetitions;

    /** An open action without actions inside, and its scope. */
    record Leaf(OpenScope scope, Action action) {
        ActionRow row() {
            return Objects.requireNonNull(scope.rows().get(action.name()));
        }
    }

    RunTree(RunContext context) {
        this.context = context;
        this.root = new OpenScope(null, context.definition().actions(), Repetition.NONE);
    }

    RunContext context() {
        return context;
    }

    OpenScope root() {
        return root;
    }

    /** The open actions that wait or call. */
    List<Leaf> leaves() {
        return List.copyOf(leaves.values());
    }

    Collection<OpenContainer> containers() {
        return List.copyOf(containers.values());
    }

    @Nullable
    OpenContainer container(ActionKey key) {
        return containers.get(key);
    }

    /** The number of open repetitions of all loops. */
    int repetitions() {
        return repetitions;
    }

    void enqueue(OpenScope scope) {
        if (!scope.isClosed() && scope.enqueue()) {
            queue.add(scope);
        }
    }

    @Nullable
    OpenScope dequeue() {
        while (true) {
            OpenScope next = queue.poll();
            if (next == null) {
                return null;
            }
            next.dequeued();
            if (!next.isClosed()) {
                return next;
            }
        }
    }

    boolean hasNext() {
        return !queue.isEmpty();
    }

    /** Adds an action that has started. */
    void add(OpenScope scope, Action action, ActionRow row) {
        ActionRow tracked = Tracking.of(context, scope, action, row);
        context.progress().add(tracked);
        remember(scope, action, tracked);
    }

    /** Replaces an action by its new state. */
    void change(OpenScope scope, Action action, ActionRow row) {
        ActionRow before = Objects.requireNonNull(scope.rows().get(action.name()));
        ActionRow tracked = Tracking.of(context, scope, action, row);
        context.progress().change(tracked);
        context.progress().hold(-held(before));
        remember(scope, action, tracked);
    }

    /** Replaces the state of an open container. */
    void changeState(OpenContainer container, JsonNode state) {
        ActionRow row = container.row().withState(state);
        container.scope().rows().put(row.name(), row);
        context.progress().change(row);
    }

    /** Takes over an action that is on disk. */
    void restore(OpenScope scope, Action action, ActionRow row) {
        remember(scope, action, row);
    }

    private void remember(OpenScope scope, Action action, ActionRow row) {
        boolean done = row.status().done();
        // Nothing reads the inputs of an action that has ended but the records of functions, and these show them
        // masked.
        ActionRow kept = done ? row.with(row.shownInputs(context.masking()), row.outputs()) : row;
        scope.rows().put(action.name(), kept);
        context.progress().hold(held(kept));
        if (done) {
            leaves.remove(row.key());
            enqueue(scope);
        } else if (action.type().scopes().isEmpty()) {
            leaves.put(row.key(), new Leaf(scope, action));
        }
    }

    private static long held(ActionRow row) {
        return Progress.size(row.inputs()) + Progress.size(row.outputs());
    }

    void open(OpenContainer container) {
        containers.put(container.key(), container);
    }

    void open(OpenContainer container, OpenScope scope) {
        container.add(scope);
        if (container.action().type().loops()) {
            repetitions++;
        }
        enqueue(scope);
    }

    /** Closes a scope whose actions have all ended; they stay in the database only. */
    void close(OpenContainer container, OpenScope scope) {
        container.remove(scope);
        scope.close();
        if (container.action().type().loops()) {
            repetitions--;
        }
        scope.rows().values().forEach(row -> context.progress().hold(-held(row)));
    }

    void close(OpenContainer container) {
        containers.remove(container.key());
    }

    void forget(ActionKey leaf) {
        leaves.remove(leaf);
    }

    /** Makes the row of an action that starts or ends now. */
    ActionRow row(
            ActionKey key,
            Set<Secured> hidden,
            Status status,
            @Nullable JsonNode inputs,
            ActionRow.@Nullable Ending ending,
            @Nullable JsonNode state) {
        RunDriver.Tools tools = context.tools();
        Instant now = tools.clock().instant();
        return new ActionRow(
                key,
                context.progress().nextSequence(),
                hidden,
                status,
                ending == null ? null : ending.code(),
                ending == null ? null : ending.error(),
                inputs,
                ending == null ? null : ending.outputs(),
                Uuids.timeOrdered(now, tools.random()),
                Uuids.timeOrdered(now, tools.random()),
                0,
                0,
                null,
                null,
                null,
                JsonValues.array(),
                state,
                null,
                now,
                ending == null ? null : now);
    }
}
