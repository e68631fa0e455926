package dev.postern.workflow.api;

import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.query.Folding;
import dev.postern.workflow.api.WorkflowApi.Call;
import dev.postern.workflow.definition.Trigger;
import dev.postern.workflow.engine.Workflows;
import dev.postern.workflow.stored.CallbackKeys;
import dev.postern.workflow.stored.WorkflowRow;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** The operations on the keys that sign callback URLs, and the URLs of a workflow. */
record KeyCalls(Workflows workflows, CallbackKeys keys) {
    private static CallbackKeys.Slot slot(JsonNode body) {
        return switch (Folding.lower(body.path("keyType").asString(""))) {
            case "", "primary", "notspecified" -> CallbackKeys.Slot.PRIMARY;
            case "secondary" -> CallbackKeys.Slot.SECONDARY;
            default ->
                throw new ArmFailure(
                        400, "InvalidRequestContent", "The value of 'keyType' must be 'Primary' or 'Secondary'.");
        };
    }

    /** URLs that the key has signed are refused from now on. The next URL is signed with a new key. */
    Response regenerate(Call call, WorkflowRow row) {
        keys.regenerate(row, slot(call.body()), call.entry());
        return Response.empty(200);
    }

    /** The URL of the only request trigger. */
    Response ofWorkflow(Call call, WorkflowRow row) {
        List<Trigger> requested = workflows.definition(row).triggers().values().stream()
                .filter(Trigger.Requested.class::isInstance)
                .toList();
        if (requested.size() != 1) {
            throw notSupported("The workflow has " + requested.size()
                    + " triggers of type 'Request'. It has a callback URL if there is exactly one.");
        }
        return callback(call, row, requested.getFirst());
    }

    /** Callers always start the current version, so no other version has a URL. */
    Response ofVersion(Call call, WorkflowRow row) {
        if (workflows.version(row.key(), call.value("v")) == null) {
            throw ArmFailure.notFound("WorkflowVersionNotFound", "workflow version", call.value("v"));
        }
        if (!call.value("v").equals(row.version())) {
            throw notSupported("Callback URLs of earlier versions are not supported by Postern; a URL starts the"
                    + " current version '" + row.version() + "'.");
        }
        Trigger trigger = workflows.definition(row).trigger(call.value("t"));
        if (trigger == null) {
            throw ArmFailure.notFound("WorkflowTriggerNotFound", "workflow trigger", call.value("t"));
        }
        return callback(call, row, trigger);
    }

    private static ArmFailure notSupported(String message) {
        return new ArmFailure(400, "TriggerTypeNotSupported", message);
    }

    private Response callback(Call call, WorkflowRow row, Trigger trigger) {
        if (!(trigger instanceof Trigger.Requested requested)) {
            throw notSupported("Only a trigger of type 'Request' has a callback URL.");
        }
        JsonNode body = call.body();
        CallbackKeys.Slot slot = slot(body);
        keys.prepare(row, slot, call.entry());
        return Json.response(
                200,
                call.links()
                        .callback(
                                row,
                                requested.name(),
                                requested.path() == null ? "" : requested.path().source(),
                                Objects.requireNonNullElse(requested.method(), "POST"),
                                slot == CallbackKeys.Slot.SECONDARY,
                                expires(body)));
    }

    /** Returns the end of the URL's validity in seconds since 1970; empty if it never ends. */
    private static String expires(JsonNode body) {
        if (!body.hasNonNull("notAfter")) {
            return "";
        }
        try {
            Instant end =
                    OffsetDateTime.parse(body.path("notAfter").asString("")).toInstant();
            return String.valueOf(end.getEpochSecond());
        } catch (DateTimeException e) {
            throw new ArmFailure(400, "InvalidRequestContent", "The value of 'notAfter' is not a valid time.");
        }
    }
}
