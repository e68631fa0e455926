package dev.postern.workflow.api;

import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.workflow.api.WorkflowApi.Call;
import dev.postern.workflow.definition.Trigger;
import dev.postern.workflow.engine.Workflows;
import dev.postern.workflow.row.RunKey;
import dev.postern.workflow.stored.CallbackKeys;
import dev.postern.workflow.stored.WorkflowPath;
import dev.postern.workflow.stored.WorkflowRow;
import dev.postern.workflow.trigger.Correlation;
import dev.postern.workflow.trigger.Fired;
import dev.postern.workflow.trigger.Triggers;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The operations on triggers. */
record TriggerCalls(Workflows workflows, Triggers triggers) {
    /** The number of runs that start. Azure has no such header. */
    private static final String RUN_COUNT = "postern-run-count";

    private static final Pattern SOURCE = Pattern.compile(
            "/subscriptions/([^/]+)/resourceGroups/([^/]+)/providers/Microsoft\\.Logic/workflows/([^/]+)/triggers/"
                    + "([^/]+)",
            Pattern.CASE_INSENSITIVE);

    static Trigger trigger(Workflows workflows, Call call, WorkflowRow row) {
        Trigger trigger = workflows.definition(row).trigger(call.value("t"));
        if (trigger == null) {
            throw ArmFailure.notFound("WorkflowTriggerNotFound", "workflow trigger", call.value("t"));
        }
        return trigger;
    }

    private Trigger trigger(Call call, WorkflowRow row) {
        return trigger(workflows, call, row);
    }

    Response list(Call call, WorkflowRow row) {
        ObjectNode root = Json.object();
        ArrayNode value = root.putArray("value");
        workflows.definition(row).triggers().values().forEach(trigger -> value.add(shape(row, trigger)));
        return Json.response(200, root);
    }

    Response get(Call call, WorkflowRow row) {
        return Json.response(200, shape(row, trigger(call, row)));
    }

    private JsonNode shape(WorkflowRow row, Trigger trigger) {
        return Shapes.trigger(
                row,
                trigger,
                workflows.clock(row.key(), trigger.name()),
                triggers.histories(row.key(), trigger.name(), "", null, 1).stream()
                        .findFirst());
    }

    static void requireEnabled(WorkflowRow row) {
        if (!row.enabled()) {
            throw new ArmFailure(
                    400, "WorkflowDisabled", "The workflow '" + row.path().name() + "' is disabled. Enable it first.");
        }
    }

    /** Fires a trigger manually; a request trigger then has no body. A polling trigger polls now. */
    Response run(Call call, WorkflowRow row) {
        Trigger trigger = trigger(call, row);
        requireEnabled(row);
        if (trigger instanceof Trigger.Asking asking) {
            triggers.hasten(row, asking, call.entry());
            return Response.empty(202);
        }
        Correlation correlation = Correlation.of(
                call.request().header("x-ms-client-tracking-id").orElse(""),
                call.request().header("x-ms-client-keywords").orElse(""));
        return accepted(triggers.fire(row, trigger, null, correlation, call.entry()));
    }

    static Response accepted(Fired fired) {
        return started(Response.empty(202), fired);
    }

    /** Returns the response with the headers that name the row in the history and what has started. */
    static Response started(Response answer, Fired fired) {
        Response marked =
                answer.with("x-ms-trigger-history-name", fired.history()).with(RUN_COUNT, String.valueOf(fired.runs()));
        RunKey run = fired.run();
        return run == null ? marked : marked.with("x-ms-workflow-run-id", run.name());
    }

    Response callback(Call call, WorkflowRow row) {
        Trigger trigger = trigger(call, row);
        if (trigger instanceof Trigger.Scheduled) {
            throw new ArmFailure(
                    400,
                    "TriggerTypeNotSupported",
                    "Only a trigger of type 'Request' or 'HttpWebhook' has a callback URL.");
        }
        JsonNode body = call.body();
        String expires = "";
        if (body.hasNonNull("notAfter")) {
            try {
                expires = String.valueOf(
                        Instant.parse(body.path("notAfter").asString("")).getEpochSecond());
            } catch (DateTimeException e) {
                throw new ArmFailure(400, "InvalidRequestContent", "The value of 'notAfter' is not a valid time.");
            }
        }
        boolean secondary = body.path("keyType").asString("").equalsIgnoreCase("Secondary");
        Trigger.@Nullable Requested requested = trigger instanceof Trigger.Requested one ? one : null;
        String method = requested == null ? "POST" : Objects.requireNonNullElse(requested.method(), "POST");
        String path = requested == null || requested.path() == null
                ? ""
                : requested.path().source();
        CallbackKeys.Slot slot = secondary ? CallbackKeys.Slot.SECONDARY : CallbackKeys.Slot.PRIMARY;
        call.signatures().keys().prepare(row, slot, call.entry());
        return Json.response(200, call.links().callback(row, trigger.name(), path, method, secondary, expires));
    }

    Response reset(Call call, WorkflowRow row) {
        triggers.reset(row, trigger(call, row), call.entry());
        return Response.empty(200);
    }

    /** Lets a trigger continue where another one is; the body names it by its id, or by a name in the same workflow. */
    Response setState(Call call, WorkflowRow row) {
        Trigger trigger = trigger(call, row);
        JsonNode source = call.body().path("source");
        WorkflowRow from = row;
        String name = source.path("triggerName").asString(source.path("name").asString(""));
        Matcher id = SOURCE.matcher(source.path("id").asString(""));
        if (id.matches()) {
            name = id.group(4);
            from = workflows.find(call.tenant(), new WorkflowPath(id.group(1), id.group(2), id.group(3)));
        } else if (source.hasNonNull("flowName")) {
            from = workflows.find(
                    call.tenant(),
                    new WorkflowPath(
                            call.value("s"),
                            call.value("g"),
                            source.path("flowName").asString("")));
        }
        Trigger other = from == null ? null : workflows.definition(from).trigger(name);
        if (from == null || other == null) {
            throw ArmFailure.notFound("WorkflowTriggerNotFound", "workflow trigger", name);
        }
        if (!(trigger instanceof Trigger.Scheduled scheduled)
                || !trigger.getClass().equals(other.getClass())
                || !triggers.take(row, scheduled, from.key(), other.name(), call.entry())) {
            throw new ArmFailure(
                    400,
                    "InvalidTriggerState",
                    "The state of a trigger can only be that of another trigger of the same type with a recurrence.");
        }
        return Response.empty(200);
    }

    /** Returns the schema of the body of a request trigger. */
    Response schema(Call call, WorkflowRow row) {
        Trigger trigger = trigger(call, row);
        JsonNode schema = trigger instanceof Trigger.Requested requested ? requested.schema() : null;
        ObjectNode shape = Json.object();
        shape.put("title", trigger.name());
        shape.put("content", schema == null ? "{}" : schema.toString());
        return Json.response(200, shape);
    }
}
