package dev.postern.workflow.api;

import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.query.Folding;
import dev.postern.workflow.api.WorkflowApi.Call;
import dev.postern.workflow.engine.WorkflowRow;
import dev.postern.workflow.engine.Workflows;
import dev.postern.workflow.identity.WorkflowIdentity;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The lists of resources of every type. The only type is the workflow. */
record ResourceCalls(Workflows workflows) {
    private static final Set<String> EXPANDABLE = Set.of("createdtime", "changedtime", "provisioningstate");

    Response ofSubscription(Call call) {
        return list(call, call.inventory(workflows).in(call.value("s")));
    }

    Response ofGroup(Call call) {
        return list(call, call.inventory(workflows).group(call.value("s"), call.value("g")));
    }

    private static Response list(Call call, List<WorkflowRow> rows) {
        ResourceFilter filter = ResourceFilter.parse(call.query().get("$filter").orElse(""));
        Set<String> expanded = expanded(call.query().get("$expand").orElse(""));
        int most = call.query().get("$top").isEmpty()
                ? Integer.MAX_VALUE
                : call.query().top();
        ObjectNode root = Json.object();
        ArrayNode value = root.putArray("value");
        rows.stream().filter(filter::accepts).limit(most).forEach(row -> value.add(shape(row, expanded)));
        return Json.response(200, root);
    }

    private static Set<String> expanded(String text) {
        Set<String> names = Stream.of(text.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(Folding::lower)
                .collect(Collectors.toSet());
        if (!EXPANDABLE.containsAll(names)) {
            throw new ArmFailure(
                    400,
                    "InvalidExpandQueryOption",
                    "Only createdTime, changedTime and provisioningState are supported as $expand.");
        }
        return names;
    }

    private static JsonNode shape(WorkflowRow row, Set<String> expanded) {
        ObjectNode shape = Json.object();
        shape.put("id", row.path().armId());
        shape.put("name", row.path().name());
        shape.put("type", Shapes.TYPE);
        shape.put("location", location(row));
        JsonNode tags = row.resource().path("tags");
        if (tags.isObject()) {
            shape.set("tags", tags);
        }
        WorkflowIdentity identity = row.identity();
        if (identity != null) {
            shape.putObject("identity")
                    .put("type", "SystemAssigned")
                    .put("principalId", identity.principalId().toString())
                    .put("tenantId", row.key().tenant().toString());
        }
        if (expanded.contains("createdtime")) {
            shape.put("createdTime", row.created().toString());
        }
        if (expanded.contains("changedtime")) {
            shape.put("changedTime", row.changed().toString());
        }
        if (expanded.contains("provisioningstate")) {
            shape.put("provisioningState", "Succeeded");
        }
        return shape;
    }

    /** A workflow may be deployed without a location. */
    static String location(WorkflowRow row) {
        return row.resource().path("location").asString("global");
    }
}
