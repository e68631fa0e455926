package dev.postern.workflow.api;

import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.workflow.api.WorkflowApi.Call;
import dev.postern.workflow.definition.Trigger;
import dev.postern.workflow.engine.CallbackKeys;
import dev.postern.workflow.engine.RunFilter;
import dev.postern.workflow.engine.RunKey;
import dev.postern.workflow.engine.Runs;
import dev.postern.workflow.engine.WorkflowRow;
import dev.postern.workflow.engine.Workflows;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The operations on triggers. */
record TriggerCalls(Workflows workflows, Runs runs) {
    private Trigger trigger(Call call, WorkflowRow row) {
        Trigger trigger = workflows.definition(row).trigger(call.value("t"));
        if (trigger == null) {
            throw ArmFailure.notFound("WorkflowTriggerNotFound", "workflow trigger", call.value("t"));
        }
        return trigger;
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
        return Shapes.trigger(row, trigger, workflows.clock(row.key(), trigger.name()));
    }

    /** Starts a run manually; a request trigger then has no body. */
    Response run(Call call, WorkflowRow row) {
        Trigger trigger = trigger(call, row);
        if (!row.enabled()) {
            throw new ArmFailure(
                    400, "WorkflowDisabled", "The workflow '" + row.path().name() + "' is disabled. Enable it first.");
        }
        RunKey run = runs.start(
                row,
                trigger.name(),
                null,
                call.request().header("x-ms-client-tracking-id").orElse(null),
                call.entry());
        return Response.empty(202).with("x-ms-workflow-run-id", run.name());
    }

    Response callback(Call call, WorkflowRow row) {
        if (!(trigger(call, row) instanceof Trigger.Requested trigger)) {
            throw new ArmFailure(
                    400, "TriggerTypeNotSupported", "Only a trigger of type 'Request' has a callback URL.");
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
        String method = Objects.requireNonNullElse(trigger.method(), "POST");
        CallbackKeys.Slot slot = secondary ? CallbackKeys.Slot.SECONDARY : CallbackKeys.Slot.PRIMARY;
        call.signatures().keys().prepare(row, slot, call.entry());
        return Json.response(200, call.links().callback(row, trigger.name(), method, secondary, expires));
    }

    Response histories(Call call, WorkflowRow row) {
        Trigger trigger = trigger(call, row);
        ObjectNode root = Json.object();
        ArrayNode value = root.putArray("value");
        runs.names(row.key(), "", RunFilter.ALL, call.query().top()).stream()
                .map(name -> runs.find(new RunKey(row.key(), name)))
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .filter(run -> run.triggerName().equals(trigger.name()))
                .forEach(run -> value.add(Shapes.history(row, run)));
        return Json.response(200, root);
    }
}
