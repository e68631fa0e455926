package dev.postern.workflow.run;

import dev.postern.workflow.action.Actions;
import dev.postern.workflow.action.Foreach;
import dev.postern.workflow.action.If;
import dev.postern.workflow.action.Scope;
import dev.postern.workflow.action.Switch;
import dev.postern.workflow.action.Until;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.expression.EvaluationFailed;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.row.ActionKey;
import dev.postern.workflow.row.ActionRow;
import dev.postern.workflow.row.Reads;
import dev.postern.workflow.row.Repetition;
import dev.postern.workflow.stored.Errors;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Opens the scopes of containers, and ends containers whose scopes have ended. */
public final class ContainerSteps {
    /** The open repetitions of all loops of a run; each loop may have one even beyond. */
    private static final int MAX_REPETITIONS = 200;

    private final RunContext context;
    private final RunTree tree;
    private final Skipping skipping;

    ContainerSteps(RunTree tree) {
        this.context = tree.context();
        this.tree = tree;
        this.skipping = new Skipping(tree);
    }

    /** Opens the first scopes of a container that has started. */
    void open(OpenContainer container) {
        tree.open(container);
        String repetition = container.scope().repetition();
        for (Actions scope : container.action().type().scopes()) {
            if (!container.action().type().loops() && scope != chosen(container)) {
                skipping.branch(scope, repetition);
            }
        }
        switch (container.action().type()) {
            case Foreach loop -> fill(container, loop);
            case Until loop -> repeat(container, loop.actions());
            default -> tree.open(container, new OpenScope(container, chosen(container), repetition));
        }
    }

    /** Returns the scope that runs, of a container that is not a loop. */
    static Actions chosen(OpenContainer container) {
        JsonNode branch = Objects.requireNonNullElse(container.branch(), JsonValues.nothing());
        return switch (container.action().type()) {
            case Scope type -> type.actions();
            case If type -> type.branch(branch.asBoolean(false));
            case Switch type ->
                type.cases().stream()
                        .filter(one -> branch.isString() && one.name().equals(branch.stringValue()))
                        .map(Switch.Case::actions)
                        .findFirst()
                        .orElse(type.otherwise());
            default -> throw new IllegalStateException(container.action().name() + " has no branch");
        };
    }

    /** Starts repetitions of a Foreach up to its limit, and ends it if there are none left. */
    void fill(OpenContainer container, Foreach loop) {
        while (container.started() < container.items().size()
                && container.openCount() < loop.parallel()
                && (container.isIdle() || tree.repetitions() < MAX_REPETITIONS)) {
            repeat(container, loop.actions());
        }
        if (container.isIdle()) {
            end(container, ActionRow.Ending.done(container.worst()));
        }
    }

    private void repeat(OpenContainer container, Actions actions) {
        String repetition = Repetition.of(container.scope().repetition(), container.startNext());
        OpenScope scope = new OpenScope(container, actions, repetition);
        ActionRow row = tree.row(
                new ActionKey(container.action().name(), repetition), Set.of(), Status.RUNNING, null, null, null);
        scope.setRepetitionRow(row);
        context.progress().add(row);
        tree.open(container, scope);
        tree.changeState(container, container.loopState());
    }

    /** Ends a scope whose actions have all ended. The scope must not be that of the run itself. */
    void finish(OpenScope scope) {
        OpenContainer container = Objects.requireNonNull(scope.owner());
        Status status = Propagation.outcome(scope.actions().all(), scope.states());
        switch (container.action().type()) {
            case Foreach loop -> {
                endRepetition(container, scope, status);
                fill(container, loop);
            }
            case Until loop -> {
                Decision decision = decide(container, loop, scope);
                endRepetition(container, scope, status);
                switch (decision) {
                    case Decision.Again again -> repeat(container, loop.actions());
                    case Decision.Stop stop ->
                        end(
                                container,
                                stop.ending() == null ? ActionRow.Ending.done(container.worst()) : stop.ending());
                }
            }
            default -> {
                tree.close(container, scope);
                end(container, ActionRow.Ending.done(status));
            }
        }
    }

    private void endRepetition(OpenContainer container, OpenScope scope, Status status) {
        ActionRow row = Objects.requireNonNull(scope.repetitionRow());
        context.progress().change(row.end(ActionRow.Ending.done(status), now()));
        container.fold(status);
        tree.close(container, scope);
        tree.changeState(container, container.loopState());
    }

    private sealed interface Decision {
        record Again() implements Decision {}

        /** @param ending null if the repetitions decide */
        record Stop(ActionRow.@Nullable Ending ending) implements Decision {}
    }

    private Decision decide(OpenContainer container, Until loop, OpenScope scope) {
        boolean holds;
        Reads reads = new Reads();
        try {
            holds = context.tools().test(loop.condition(), new ActionScope(context, scope, reads));
        } catch (EvaluationFailed e) {
            return new Decision.Stop(ActionRow.Ending.failed(
                    "BadRequest",
                    "InvalidTemplate",
                    context.masking()
                            .text(ActionStart.unable(container.action().name(), reads.shown(e.getMessage())))));
        }
        if (holds || container.started() >= loop.count()) {
            return new Decision.Stop(null);
        }
        if (!now().isBefore(container.row().started().plus(loop.timeout()))) {
            return new Decision.Stop(timedOut(container.action().name()));
        }
        return new Decision.Again();
    }

    static ActionRow.Ending timedOut(String action) {
        return new ActionRow.Ending(
                Status.TIMED_OUT,
                "ActionTimedOut",
                Errors.of(
                        "ActionTimedOut", "The execution of template action '" + action + "' exceeded its time limit."),
                null);
    }

    private void end(OpenContainer container, ActionRow.Ending ending) {
        tree.close(container);
        tree.change(container.scope(), container.action(), container.row().end(ending, now()));
    }

    /** Ends a container before its scopes have ended. */
    void abandon(OpenContainer container, ActionRow.Ending ending) {
        for (OpenScope scope : container.open()) {
            abandon(scope);
            ActionRow row = scope.repetitionRow();
            if (row != null) {
                context.progress().change(row.end(ActionRow.Ending.CANCELLED, now()));
            }
            tree.close(container, scope);
        }
        end(container, ending);
    }

    private void abandon(OpenScope scope) {
        for (RunTree.Leaf leaf : tree.leaves()) {
            if (leaf.scope() == scope) {
                ActionRow row = leaf.row();
                if (row.inputs() != null && row.inputs().has("subscribe")) {
                    context.progress()
                            .unsubscribe(
                                    context.tools(),
                                    sql -> context
                                            .tools()
                                            .webhooks()
                                            .end(sql, context.run().key(), row, now())
                                            .stream()
                                            .toList());
                }
                tree.change(scope, leaf.action(), leaf.row().end(ActionRow.Ending.CANCELLED, now()));
            }
        }
        for (OpenContainer container : tree.containers()) {
            if (container.scope() == scope) {
                abandon(container, ActionRow.Ending.CANCELLED);
            }
        }
        skipping.unstarted(
                scope,
                new ActionRow.Ending(
                        Status.SKIPPED,
                        "ActionSkipped",
                        Errors.of("ActionSkipped", "The scope of the action ended before the action started."),
                        null));
    }

    private Instant now() {
        return context.tools().clock().instant();
    }
}
