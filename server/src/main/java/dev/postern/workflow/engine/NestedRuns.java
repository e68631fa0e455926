package dev.postern.workflow.engine;

import dev.postern.store.Database;
import dev.postern.workflow.action.NestedWorkflow;
import dev.postern.workflow.call.CallRefused;
import dev.postern.workflow.compiled.Definition;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.definition.Trigger;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.row.ActionRow;
import dev.postern.workflow.row.ParentAction;
import dev.postern.workflow.row.RunKey;
import dev.postern.workflow.row.RunRow;
import dev.postern.workflow.row.RunSecrets;
import dev.postern.workflow.row.RunTable;
import dev.postern.workflow.service.ActionCallResult;
import dev.postern.workflow.stored.Definitions;
import dev.postern.workflow.stored.Errors;
import dev.postern.workflow.stored.WorkflowKey;
import dev.postern.workflow.stored.WorkflowPath;
import dev.postern.workflow.stored.WorkflowRow;
import dev.postern.workflow.stored.WorkflowTable;
import dev.postern.workflow.trigger.Correlation;
import dev.postern.workflow.trigger.Fire;
import dev.postern.workflow.trigger.Fired;
import dev.postern.workflow.trigger.RunStart;
import dev.postern.workflow.trigger.TooManyRuns;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Starts runs of other workflows for actions, and returns their responses. A run is started once for an action, also after a crash. */
public final class NestedRuns {
    private static final int MAX_DEPTH = 20;
    private static final Pattern PATH = Pattern.compile(
            "/subscriptions/([^/]+)/resourceGroups/([^/]+)/providers/Microsoft\\.Logic/workflows/([^/]+)/?",
            Pattern.CASE_INSENSITIVE);

    private final Database database;
    private final Definitions definitions;
    private final RunSecrets secrets;
    private final RunStart starts;

    NestedRuns(Database database, Definitions definitions, RunSecrets secrets, RunStart starts) {
        this.database = database;
        this.definitions = definitions;
        this.secrets = secrets;
        this.starts = starts;
    }

    /** Returns the path in a resource id; empty if it is not that of a workflow. */
    static Optional<WorkflowPath> path(String armId) {
        Matcher matcher = PATH.matcher(armId);
        return matcher.matches()
                ? Optional.of(new WorkflowPath(matcher.group(1), matcher.group(2), matcher.group(3)))
                : Optional.empty();
    }

    ActionCallResult start(RunRow run, NestedWorkflow type, ActionRow row) {
        WorkflowPath path = path(type.workflow()).orElse(null);
        WorkflowRow child = path == null
                ? null
                : database.read(
                        sql -> WorkflowTable.find(sql, run.key().workflow().tenant(), path));
        if (child == null) {
            throw new CallRefused("WorkflowNotFound", "The workflow '" + type.workflow() + "' could not be found.");
        }
        if (!child.enabled()) {
            throw new CallRefused(
                    "WorkflowTriggerIsNotEnabled",
                    "The workflow '" + child.path().name() + "' is disabled.");
        }
        Definition definition = Objects.requireNonNull(definitions.find(child.key(), child.version()));
        if (!(definition.trigger(type.trigger()) instanceof Trigger.Requested trigger)) {
            throw new CallRefused(
                    "WorkflowTriggerNotFound",
                    "The workflow '" + child.path().name() + "' has no trigger '" + type.trigger()
                            + "' of type 'Request'.");
        }
        if (!definition.responds()) {
            throw new CallRefused(
                    "NestedWorkflowDoesNotContainResponseAction",
                    "The workflow '" + child.path().name()
                            + "' has no action of type 'Response', so it cannot be called by another workflow.");
        }
        ParentAction parent = parent(run, row);
        RunKey found =
                database.read(sql -> RunTable.child(sql, run.key().workflow().tenant(), parent.text()));
        RunKey key = found == null ? begin(run, child, definition, trigger, row, parent) : found;
        ObjectNode state = JsonValues.object();
        state.put("workflow", key.workflow().id().toString());
        state.put("run", key.name());
        return new ActionCallResult.Pending(state);
    }

    private ParentAction parent(RunRow run, ActionRow row) {
        String above = database.read(sql -> RunTable.parent(sql, run.key()));
        int depth = above == null
                ? 1
                : ParentAction.of(run.key().workflow().tenant(), above).depth() + 1;
        if (depth > MAX_DEPTH) {
            throw new CallRefused(
                    "NestedWorkflowTooDeep", "Workflows call each other more than " + MAX_DEPTH + " levels deep.");
        }
        return new ParentAction(run.key(), row.key(), depth);
    }

    private RunKey begin(
            RunRow run, WorkflowRow child, Definition definition, Trigger trigger, ActionRow row, ParentAction parent) {
        JsonNode inputs = JsonValues.orNull(row.inputs());
        ObjectNode outputs = JsonValues.object();
        outputs.set("headers", inputs.path("headers").isObject() ? inputs.path("headers") : JsonValues.object());
        if (inputs.hasNonNull("body")) {
            outputs.set("body", inputs.path("body"));
        }
        Fired fired;
        try {
            fired = starts.called(
                    new Fire(
                            child,
                            definition,
                            trigger,
                            null,
                            outputs,
                            null,
                            new Correlation(run.trackingId(), List.of()),
                            false,
                            parent.text(),
                            null),
                    null);
        } catch (TooManyRuns e) {
            throw new CallRefused("WorkflowRunQueueFull", String.valueOf(e.getMessage()));
        }
        RunKey started = fired.run();
        if (started == null) {
            throw new CallRefused(
                    fired.code() == null ? "TriggerConditionNotSatisfied" : fired.code(),
                    "The trigger of the workflow '" + child.path().name() + "' did not start a run. "
                            + fired.message());
        }
        return started;
    }

    /** Returns the response of the run that was started; empty if it has not responded. */
    Optional<ActionCallResult.Defined> look(RunRow run, JsonNode state) {
        RunKey key = new RunKey(
                new WorkflowKey(
                        run.key().workflow().tenant(),
                        UUID.fromString(state.path("workflow").asString(""))),
                state.path("run").asString(""));
        RunRow child = database.read(sql -> RunTable.find(sql, key));
        if (child == null) {
            return failed("WorkflowRunNotFound", "The run '" + key.name() + "' was deleted before it responded.");
        }
        JsonNode shown = child.response();
        if (shown != null) {
            JsonNode whole = database.read(sql -> secrets.find(sql, key, RunSecrets.RESPONSE));
            JsonNode response = whole == null ? shown : whole;
            boolean succeeded = response.path("statusCode").asInt(200) < 300;
            return Optional.of(
                    new ActionCallResult.Defined(succeeded ? Status.SUCCEEDED : Status.FAILED, response, null));
        }
        return child.ended() == null
                ? Optional.empty()
                : failed("NoResponse", "The run '" + key.name() + "' of the workflow ended without a response.");
    }

    private static Optional<ActionCallResult.Defined> failed(String code, String message) {
        @Nullable JsonNode error = Errors.of(code, message);
        return Optional.of(new ActionCallResult.Defined(Status.FAILED, null, error));
    }
}
