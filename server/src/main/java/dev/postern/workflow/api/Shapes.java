package dev.postern.workflow.api;

import dev.postern.http.Json;
import dev.postern.workflow.definition.Definition;
import dev.postern.workflow.definition.Trigger;
import dev.postern.workflow.definition.WorkflowParameter;
import dev.postern.workflow.engine.RunRow;
import dev.postern.workflow.engine.TriggerRow;
import dev.postern.workflow.engine.VersionRow;
import dev.postern.workflow.engine.WorkflowRow;
import dev.postern.workflow.identity.WorkflowIdentity;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of workflows and triggers. */
record Shapes(Links links) {
    static final String TYPE = "Microsoft.Logic/workflows";

    JsonNode workflow(WorkflowRow row, VersionRow version, Definition definition) {
        ObjectNode shape = Json.object();
        shape.put("id", row.path().armId());
        shape.put("name", row.path().name());
        shape.put("type", TYPE);
        row.resource().properties().forEach(entry -> shape.set(entry.getKey(), entry.getValue()));
        WorkflowIdentity identity = row.identity();
        if (identity != null) {
            shape.putObject("identity")
                    .put("type", "SystemAssigned")
                    .put("principalId", identity.principalId().toString())
                    .put("tenantId", row.key().tenant().toString());
        }
        ObjectNode properties = shape.putObject("properties");
        properties.put("provisioningState", "Succeeded");
        properties.put("createdTime", row.created().toString());
        properties.put("changedTime", row.changed().toString());
        properties.put("state", row.enabled() ? "Enabled" : "Disabled");
        properties.put("version", row.version());
        properties.put("accessEndpoint", links.endpoint(row));
        properties.set("definition", version.definition());
        properties.set("parameters", parameters(version.parameters(), definition));
        return shape;
    }

    /** Returns the given values without the secure ones. */
    private static JsonNode parameters(JsonNode given, Definition definition) {
        ObjectNode shown = Json.object();
        for (Map.Entry<String, JsonNode> entry : given.properties()) {
            WorkflowParameter parameter = definition.parameter(entry.getKey());
            if (parameter != null && !parameter.type().secure()) {
                shown.set(entry.getKey(), entry.getValue());
            }
        }
        return shown;
    }

    static JsonNode version(WorkflowRow row, VersionRow version, Definition definition) {
        ObjectNode shape = named(row, "versions", version.version());
        ObjectNode properties = shape.putObject("properties");
        properties.put("createdTime", version.created().toString());
        properties.put("version", version.version());
        properties.set("definition", version.definition());
        properties.set("parameters", parameters(version.parameters(), definition));
        return shape;
    }

    static JsonNode trigger(WorkflowRow row, Trigger trigger, @Nullable TriggerRow clock) {
        ObjectNode shape = named(row, "triggers", trigger.name());
        ObjectNode properties = shape.putObject("properties");
        properties.put("provisioningState", "Succeeded");
        properties.put("createdTime", row.created().toString());
        properties.put("changedTime", row.changed().toString());
        properties.put("state", row.enabled() ? "Enabled" : "Disabled");
        properties.put("status", "Waiting");
        if (clock != null) {
            time(properties, "lastExecutionTime", clock.last());
            time(properties, "nextExecutionTime", clock.next());
            properties.set("recurrence", clock.recurrence());
        }
        workflow(properties, row);
        return shape;
    }

    private static void workflow(ObjectNode properties, WorkflowRow row) {
        properties
                .putObject("workflow")
                .put("id", row.path().armId() + "/versions/" + row.version())
                .put("name", row.version())
                .put("type", TYPE + "/versions");
    }

    /** Every fire of a supported trigger starts a run, so the history of a trigger is that of its runs. */
    static JsonNode history(WorkflowRow row, RunRow run) {
        ObjectNode shape = named(
                row, "triggers/" + run.triggerName() + "/histories", run.key().name());
        ObjectNode properties = shape.putObject("properties");
        time(properties, "startTime", run.started());
        time(properties, "endTime", run.started());
        time(properties, "scheduledTime", run.scheduled());
        properties.put("status", "Succeeded");
        properties.put("fired", true);
        properties.putObject("correlation").put("clientTrackingId", run.trackingId());
        properties
                .putObject("run")
                .put("id", row.path().armId() + "/runs/" + run.key().name())
                .put("name", run.key().name())
                .put("type", TYPE + "/runs");
        return shape;
    }

    static void ending(ObjectNode properties, String status, @Nullable String code, @Nullable JsonNode error) {
        properties.put("status", status);
        if (code != null) {
            properties.put("code", code);
        }
        if (error != null) {
            properties.set("error", error);
        }
    }

    static ObjectNode named(WorkflowRow row, String collection, String name) {
        ObjectNode shape = Json.object();
        shape.put("id", row.path().armId() + "/" + collection + "/" + name);
        shape.put("name", name);
        shape.put("type", TYPE + "/" + collection.replaceAll("/[^/]+/", "/"));
        return shape;
    }

    static void time(ObjectNode properties, String name, @Nullable Instant time) {
        if (time != null) {
            properties.put(name, time.toString());
        }
    }
}
