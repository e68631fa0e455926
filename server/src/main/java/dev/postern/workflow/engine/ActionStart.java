package dev.postern.workflow.engine;

import dev.postern.store.Uuids;
import dev.postern.workflow.call.CallReader;
import dev.postern.workflow.call.CallRefused;
import dev.postern.workflow.definition.Action;
import dev.postern.workflow.definition.Definition;
import dev.postern.workflow.definition.RetryPolicy;
import dev.postern.workflow.definition.Secured;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.definition.Trigger;
import dev.postern.workflow.expression.EvaluationFailed;
import dev.postern.workflow.expression.EvaluationScope;
import dev.postern.workflow.expression.JsonValues;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Starts actions. Actions without a call end in the transaction in which they start. */
final class ActionStart {
    private final RunDriver.Tools tools;
    private final RunRow run;
    private final WorkflowRow workflow;
    private final Definition definition;
    private final Progress progress;
    private final Masking masking;
    private boolean ended;

    ActionStart(
            RunDriver.Tools tools,
            RunRow run,
            WorkflowRow workflow,
            Definition definition,
            Progress progress,
            Masking masking) {
        this.masking = masking;
        this.tools = tools;
        this.run = run;
        this.workflow = workflow;
        this.definition = definition;
        this.progress = progress;
    }

    /** Returns whether an action has ended the run. */
    boolean ended() {
        return ended;
    }

    /** @param read collects the names of what the expressions read */
    EvaluationScope scope(Set<String> read) {
        return new RunScope(run, workflow, definition, progress.rows(), read, tools.clock(), tools.random());
    }

    /** Returns whether secured data was read, so that anything computed from it must not be shown either. */
    boolean isSecured(Set<String> read) {
        return read.stream().anyMatch(name -> {
            ActionRow row = progress.find(name);
            Trigger trigger = name.equals(RunScope.TRIGGER) ? definition.trigger(run.triggerName()) : null;
            return (row != null && row.hides(Secured.OUTPUTS))
                    || (trigger != null && trigger.secured().contains(Secured.OUTPUTS));
        });
    }

    private Set<Secured> hidden(Action action, Set<String> read) {
        Set<Secured> hidden = EnumSet.noneOf(Secured.class);
        hidden.addAll(action.secured());
        if (isSecured(read)) {
            hidden.add(Secured.INPUTS);
        }
        // The outputs of these actions repeat their inputs.
        boolean same = action.kind() == Action.Kind.COMPOSE || action.kind() == Action.Kind.RESPONSE;
        return same && !hidden.isEmpty() ? EnumSet.allOf(Secured.class) : hidden;
    }

    void skip(List<Propagation.Skip> skipped) {
        if (skipped.isEmpty()) {
            return;
        }
        var rows = new ArrayList<ActionRow>();
        for (Propagation.Skip skip : skipped) {
            String code = skip.was() == Status.SKIPPED ? "ActionDependencyFailed" : "ActionConditionFailed";
            String message =
                    "The execution of template action '" + skip.action().name()
                            + "' is skipped: the 'runAfter' condition for action '" + skip.because()
                            + "' is not satisfied. The actual status value is '"
                            + skip.was().text() + "'.";
            rows.add(ended(
                    skip.action(),
                    Set.of(),
                    rows.size(),
                    null,
                    new ActionRow.Ending(Status.SKIPPED, "ActionSkipped", Errors.of(code, message), null)));
        }
        progress.add(rows, sql -> {});
    }

    /** Starts an action; returns its row if it needs a call. */
    Optional<ActionRow> start(Action action) {
        JsonNode inputs;
        var read = new HashSet<String>();
        try {
            inputs = tools.evaluate(action.inputs(), scope(read));
        } catch (EvaluationFailed e) {
            Set<Secured> hidden = hidden(action, read);
            String reason = hidden.contains(Secured.INPUTS) ? Masking.MASK : String.valueOf(e.getMessage());
            String message = "Unable to process template language expressions in action '" + action.name()
                    + "' inputs at line '0' and column '0': '" + reason + "'.";
            fail(action, hidden, null, "InvalidTemplate", message);
            return Optional.empty();
        }
        Set<Secured> hidden = hidden(action, read);
        if (!progress.hasRoomFor(inputs)) {
            fail(action, hidden, null, "RunContentTooLarge", Progress.NO_ROOM);
            return Optional.empty();
        }
        switch (action.kind()) {
            case HTTP -> {
                return call(action, hidden, inputs);
            }
            case COMPOSE -> add(action, hidden, inputs, new ActionRow.Ending(Status.SUCCEEDED, "OK", null, inputs));
            case RESPONSE -> respond(action, hidden, inputs);
            case TERMINATE -> terminate(action, hidden, inputs);
        }
        return Optional.empty();
    }

    private Optional<ActionRow> call(Action action, Set<Secured> hidden, JsonNode inputs) {
        try {
            CallReader.read(inputs);
            RetryPolicy.read(inputs.path("retryPolicy"));
        } catch (CallRefused e) {
            fail(action, hidden, inputs, e.code(), String.valueOf(e.getMessage()));
            return Optional.empty();
        } catch (EvaluationFailed | IllegalArgumentException e) {
            fail(action, hidden, inputs, "BadRequest", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
        ActionRow row = row(action, hidden, 0, inputs, Status.RUNNING, null, null, null, 1, null);
        progress.add(List.of(row), sql -> {});
        return Optional.of(row);
    }

    private void respond(Action action, Set<Secured> hidden, JsonNode inputs) {
        int status = inputs.path("statusCode").asInt(0);
        if (status < 200 || status > 599 || status / 100 == 3) {
            fail(
                    action,
                    hidden,
                    inputs,
                    "BadRequest",
                    "The status code '" + inputs.path("statusCode").asString("")
                            + "' must be in '2xx', '4xx' or '5xx'.");
            return;
        }
        boolean responded = tools.database().read(sql -> {
            RunRow now = RunTable.find(sql, run.key());
            return now != null && now.response() != null;
        });
        if (responded) {
            fail(action, hidden, inputs, "ActionResponseSkipped", "The run has already sent a response to its caller.");
            return;
        }
        ObjectNode outputs = ((ObjectNode) inputs).deepCopy();
        outputs.put("statusCode", status);
        ActionRow row = ended(action, hidden, 0, inputs, new ActionRow.Ending(Status.SUCCEEDED, "OK", null, outputs));
        JsonNode shown = hidden.isEmpty() ? masking.of(outputs) : JsonValues.object();
        progress.add(List.of(row), sql -> {
            if (RunTable.respond(sql, run.key(), shown)) {
                tools.secrets().keep(sql, run.key(), RunSecrets.RESPONSE, outputs, shown);
            }
        });
        tools.signals().changed();
    }

    /** Ends the run as the action specifies: running actions are cancelled, and actions that have not started never will. */
    private void terminate(Action action, Set<Secured> hidden, JsonNode inputs) {
        Optional<Status> wanted = Status.named(inputs.path("runStatus").asString(""))
                .filter(status -> status == Status.SUCCEEDED || status == Status.FAILED || status == Status.CANCELLED);
        if (wanted.isEmpty()) {
            fail(action, hidden, inputs, "BadRequest", "The run status must be one of 'Succeeded, Failed, Cancelled'.");
            return;
        }
        var rows = new ArrayList<ActionRow>();
        rows.add(ended(action, hidden, 0, inputs, new ActionRow.Ending(Status.SUCCEEDED, "OK", null, null)));
        for (Action other : definition.actions().values()) {
            if (!other.name().equals(action.name()) && progress.find(other.name()) == null) {
                rows.add(ended(
                        other,
                        Set.of(),
                        rows.size(),
                        null,
                        new ActionRow.Ending(Status.SKIPPED, "Terminated", null, null)));
            }
        }
        JsonNode given = inputs.path("runError");
        boolean open = given.isObject() && !hidden.contains(Secured.INPUTS);
        @Nullable JsonNode error = open ? masking.of(given) : null;
        String code = error == null ? "Terminated" : error.path("code").asString("Terminated");
        Instant now = tools.clock().instant();
        progress.add(rows, sql -> {
            ActionTable.endOpen(sql, run.key(), Runs.CANCELLED, now);
            RunTable.end(sql, run.key(), new ActionRow.Ending(wanted.get(), code, error, null), now);
        });
        ended = true;
        tools.metrics().runEnded(wanted.get());
        tools.signals().changed();
    }

    private void fail(Action action, Set<Secured> hidden, @Nullable JsonNode inputs, String error, String message) {
        add(action, hidden, inputs, ActionRow.Ending.failed("BadRequest", error, message));
    }

    private void add(Action action, Set<Secured> hidden, @Nullable JsonNode inputs, ActionRow.Ending ending) {
        progress.add(List.of(ended(action, hidden, 0, inputs, ending)), sql -> {});
    }

    private ActionRow ended(
            Action action, Set<Secured> hidden, int offset, @Nullable JsonNode inputs, ActionRow.Ending ending) {
        return row(
                action,
                hidden,
                offset,
                inputs,
                ending.status(),
                ending.code(),
                ending.error(),
                ending.outputs(),
                0,
                tools.clock().instant());
    }

    private ActionRow row(
            Action action,
            Set<Secured> hidden,
            int offset,
            @Nullable JsonNode inputs,
            Status status,
            @Nullable String code,
            @Nullable JsonNode error,
            @Nullable JsonNode outputs,
            int attempt,
            @Nullable Instant end) {
        Instant now = tools.clock().instant();
        return new ActionRow(
                action.name(),
                progress.nextSequence() + offset,
                hidden,
                status,
                code,
                error,
                inputs,
                outputs,
                Uuids.timeOrdered(now, tools.random()),
                Uuids.timeOrdered(now, tools.random()),
                attempt,
                0,
                attempt == 0 ? null : now,
                null,
                null,
                JsonValues.array(),
                now,
                end);
    }
}
