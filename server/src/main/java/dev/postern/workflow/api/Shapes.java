package dev.postern.workflow.api;

import dev.postern.access.TenantId;
import dev.postern.http.Json;
import dev.postern.workflow.compiled.Definition;
import dev.postern.workflow.definition.Trigger;
import dev.postern.workflow.definition.WorkflowParameter;
import dev.postern.workflow.identity.IdentityPath;
import dev.postern.workflow.identity.WorkflowIdentity;
import dev.postern.workflow.row.TriggerHistory;
import dev.postern.workflow.row.TriggerRow;
import dev.postern.workflow.stored.VersionRow;
import dev.postern.workflow.stored.WorkflowRow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of workflows and triggers. */
record Shapes(Links links) {
    static final String TYPE = "Microsoft.Logic/workflows";

    JsonNode workflow(WorkflowRow row, VersionRow version, Definition definition, Users users) {
        ObjectNode shape = Json.object();
        shape.put("id", row.path().armId());
        shape.put("name", row.path().name());
        shape.put("type", TYPE);
        for (String member : List.of("location", "tags")) {
            if (row.resource().has(member)) {
                shape.set(member, row.resource().path(member));
            }
        }
        JsonNode identity = identity(row, users);
        if (identity != null) {
            shape.set("identity", identity);
        }
        ObjectNode properties = shape.putObject("properties");
        properties.put("provisioningState", "Succeeded");
        properties.put("createdTime", row.created().toString());
        properties.put("changedTime", row.changed().toString());
        properties.put("state", row.enabled() ? "Enabled" : "Disabled");
        properties.put("version", row.version());
        properties.put("accessEndpoint", links.endpoint(row));
        if (row.resource().has("accessControl")) {
            properties.set("accessControl", row.resource().path("accessControl"));
        }
        properties.set("definition", version.definition());
        properties.set("parameters", parameters(version.parameters(), definition));
        return shape;
    }

    /** Finds the service principals of user-assigned identities. */
    @FunctionalInterface
    interface Users {
        Optional<WorkflowIdentity> find(TenantId tenant, IdentityPath path);
    }

    /** Returns the identity of a workflow, or null. A user-assigned identity that was deleted has no members. */
    static @Nullable JsonNode identity(WorkflowRow row, Users users) {
        WorkflowIdentity own = row.identity();
        IdentityPath user = row.userIdentity();
        ObjectNode shape = Json.object();
        if (own != null) {
            shape.put("type", "SystemAssigned")
                    .put("principalId", own.principalId().toString())
                    .put("tenantId", row.key().tenant().toString());
            return shape;
        }
        if (user == null) {
            return null;
        }
        ObjectNode one = shape.put("type", "UserAssigned")
                .putObject("userAssignedIdentities")
                .putObject(user.armId());
        users.find(row.key().tenant(), user)
                .ifPresent(found -> one.put("principalId", found.principalId().toString())
                        .put("clientId", found.appId().toString()));
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

    /** @param fired the last fire */
    static JsonNode trigger(
            WorkflowRow row, Trigger trigger, @Nullable TriggerRow clock, Optional<TriggerHistory> fired) {
        ObjectNode shape = named(row, "triggers", trigger.name());
        ObjectNode properties = shape.putObject("properties");
        properties.put("provisioningState", "Succeeded");
        properties.put("createdTime", row.created().toString());
        properties.put("changedTime", row.changed().toString());
        properties.put("state", row.enabled() ? "Enabled" : "Disabled");
        properties.put("status", "Waiting");
        time(properties, "lastExecutionTime", fired.map(TriggerHistory::started).orElse(null));
        if (clock != null) {
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

    static ObjectNode history(WorkflowRow row, TriggerHistory history) {
        ObjectNode shape = named(row, "triggers/" + history.trigger() + "/histories", history.name());
        ObjectNode properties = shape.putObject("properties");
        time(properties, "startTime", history.started());
        time(properties, "endTime", history.ended());
        time(properties, "scheduledTime", history.scheduled());
        ending(properties, history.status().text(), history.code(), history.error());
        properties.put("trackingId", history.tracking().toString());
        properties.put("fired", history.fired());
        properties.putObject("correlation").put("clientTrackingId", history.clientTracking());
        String run = history.run();
        if (run != null) {
            properties
                    .putObject("run")
                    .put("id", row.path().armId() + "/runs/" + run)
                    .put("name", run)
                    .put("type", TYPE + "/runs");
        }
        return shape;
    }

    /** Returns a fire with its data. */
    JsonNode whole(WorkflowRow row, TriggerHistory history) {
        ObjectNode shape = history(row, history);
        ObjectNode properties = (ObjectNode) shape.path("properties");
        content(properties, "inputs", history.inputs(), row, history);
        content(properties, "outputs", history.outputs(), row, history);
        return shape;
    }

    private void content(
            ObjectNode properties, String name, @Nullable JsonNode content, WorkflowRow row, TriggerHistory history) {
        if (content != null) {
            properties.set(name, content);
            properties.set(
                    name + "Link",
                    links.content(
                            row,
                            Links.history(history.trigger(), history.name()),
                            name,
                            content.toString().getBytes(StandardCharsets.UTF_8)));
        }
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
