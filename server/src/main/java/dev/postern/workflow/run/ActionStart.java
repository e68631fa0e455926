package dev.postern.workflow.run;

import dev.postern.workflow.action.Action;
import dev.postern.workflow.action.Compose;
import dev.postern.workflow.action.CountVariable;
import dev.postern.workflow.action.Join;
import dev.postern.workflow.action.ParseJson;
import dev.postern.workflow.action.Query;
import dev.postern.workflow.action.Response;
import dev.postern.workflow.action.Select;
import dev.postern.workflow.action.SetVariable;
import dev.postern.workflow.action.StaticResult;
import dev.postern.workflow.action.Table;
import dev.postern.workflow.definition.Secured;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.expression.EvaluationFailed;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.row.ActionKey;
import dev.postern.workflow.row.ActionRow;
import dev.postern.workflow.row.Reads;
import dev.postern.workflow.row.RunKey;
import dev.postern.workflow.row.RunRow;
import dev.postern.workflow.row.RunSecrets;
import dev.postern.workflow.row.RunTable;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Starts actions. */
public final class ActionStart {
    private final RunContext context;
    private final RunTree tree;
    private final ContainerSteps containers;
    private final Skipping skipping;

    ActionStart(RunTree tree, ContainerSteps containers) {
        this.context = tree.context();
        this.tree = tree;
        this.containers = containers;
        this.skipping = new Skipping(tree);
    }

    /** Starts an action; returns it if it calls a service. */
    Optional<RunTree.Leaf> start(OpenScope scope, Action action) {
        Reads reads = new Reads();
        Started started;
        try {
            started = started(new Starting(context, scope, action, reads));
        } catch (EvaluationFailed e) {
            started = Started.failed(null, "InvalidTemplate", unable(action.name(), String.valueOf(e.getMessage())));
        }
        Set<Secured> hidden = hidden(action, reads);
        if (!context.progress().hasRoomFor(started.inputs())) {
            started = Started.failed(null, "RunContentTooLarge", Progress.NO_ROOM);
        }
        return go(
                scope,
                action,
                hidden,
                started instanceof Started.Ended ended
                        ? new Started.Ended(ended.inputs(), reads.shown(ended.ending()))
                        : started);
    }

    static String unable(String action, String reason) {
        return "Unable to process template language expressions in action '" + action
                + "' inputs at line '0' and column '0': '" + reason + "'.";
    }

    private Started started(Starting starting) {
        StaticResult result = starting.action().settings().staticResult();
        return result == null
                ? Executors.start(starting)
                : new Started.Ended(
                        null,
                        new ActionRow.Ending(
                                result.status(),
                                result.code() == null ? "OK" : result.code(),
                                result.error(),
                                result.outputs()));
    }

    private Optional<RunTree.Leaf> go(OpenScope scope, Action action, Set<Secured> hidden, Started started) {
        ActionKey key = scope.key(action);
        JsonNode inputs = started.inputs();
        switch (started) {
            case Started.Ended ended -> {
                ActionRow.Ending ending =
                        hidden.contains(Secured.INPUTS) ? ended.ending().withoutReason() : ended.ending();
                boolean fits = context.progress().hasRoomFor(ending.outputs());
                end(
                        scope,
                        action,
                        hidden,
                        inputs,
                        fits
                                ? ending
                                : ActionRow.Ending.failed(
                                        "RunContentTooLarge", "RunContentTooLarge", Progress.NO_ROOM));
            }
            case Started.Calling calling -> {
                ActionRow row = tree.row(key, hidden, Status.RUNNING, inputs, null, null);
                tree.add(scope, action, row.send(now()));
                return Optional.of(new RunTree.Leaf(scope, action));
            }
            case Started.Waiting waiting -> {
                ActionRow row = tree.row(key, hidden, Status.RUNNING, inputs, null, null);
                tree.add(scope, action, row.await(waiting.due(), null, JsonValues.array()));
            }
            case Started.Opened opened -> {
                ActionRow row = tree.row(key, hidden, Status.RUNNING, inputs, null, opened.state());
                tree.add(scope, action, row);
                containers.open(new OpenContainer(scope, action, row));
            }
            case Started.Responded responded -> respond(scope, action, hidden, responded);
            case Started.Ending ending -> {
                end(scope, action, hidden, inputs, ActionRow.Ending.succeeded(null));
                terminate(ending.run());
            }
        }
        return Optional.empty();
    }

    private void end(
            OpenScope scope, Action action, Set<Secured> hidden, @Nullable JsonNode inputs, ActionRow.Ending ending) {
        tree.add(scope, action, tree.row(scope.key(action), hidden, ending.status(), inputs, ending, null));
    }

    private Set<Secured> hidden(Action action, Reads reads) {
        Set<Secured> hidden = EnumSet.noneOf(Secured.class);
        hidden.addAll(action.settings().secured());
        if (reads.secured()) {
            hidden.add(Secured.INPUTS);
        }
        // The outputs of these actions repeat their inputs.
        boolean same = switch (action.type()) {
            case Compose type -> true;
            case Response type -> true;
            case ParseJson type -> true;
            case Query type -> true;
            case Select type -> true;
            case Join type -> true;
            case Table type -> true;
            case SetVariable type -> true;
            case CountVariable type -> true;
            default -> false;
        };
        return same && !hidden.isEmpty() ? EnumSet.allOf(Secured.class) : hidden;
    }

    private void respond(OpenScope scope, Action action, Set<Secured> hidden, Started.Responded responded) {
        RunKey run = context.run().key();
        RunDriver.Tools tools = context.tools();
        context.progress().flush();
        RunRow now = tools.database().read(sql -> RunTable.find(sql, run));
        if (now != null && now.response() != null) {
            ActionRow.Ending late = ActionRow.Ending.failed(
                    "BadRequest", "ActionResponseSkipped", "The run has already sent a response to its caller.");
            end(scope, action, hidden, responded.inputs(), late);
            return;
        }
        JsonNode outputs = responded.outputs();
        end(scope, action, hidden, responded.inputs(), ActionRow.Ending.succeeded(outputs));
        JsonNode shown = hidden.isEmpty() ? context.masking().of(outputs) : JsonValues.object();
        context.progress().also(sql -> {
            if (RunTable.respond(sql, run, shown)) {
                tools.secrets().keep(sql, run, RunSecrets.RESPONSE, outputs, shown);
            }
        });
        context.progress().flush();
        tools.announce(run);
    }

    /** Ends the run: running actions are cancelled, and actions that have not started never will. */
    private void terminate(ActionRow.Ending run) {
        ActionRow.Ending unstarted = new ActionRow.Ending(Status.SKIPPED, "Terminated", null, null);
        skipping.unstarted(tree.root(), unstarted);
        for (OpenContainer container : tree.containers()) {
            container.open().forEach(scope -> skipping.unstarted(scope, unstarted));
        }
        context.end(run);
    }

    private Instant now() {
        return context.tools().clock().instant();
    }
}
