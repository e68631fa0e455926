package dev.postern.workflow.api;

import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.workflow.api.WorkflowApi.Call;
import dev.postern.workflow.engine.WorkflowRow;
import dev.postern.workflow.engine.Workflows;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Resource groups, which have no tags. */
record GroupCalls(Workflows workflows) {
    Response list(Call call) {
        ResourceFilter filter = ResourceFilter.parse(call.query().get("$filter").orElse(""));
        String subscription = call.value("s");
        Map<String, List<WorkflowRow>> groups = call.inventory(workflows).groups(subscription);
        ObjectNode root = Json.object();
        ArrayNode value = root.putArray("value");
        groups.forEach((name, rows) -> {
            if (filter.acceptsGroup(name, location(rows))) {
                value.add(shape(name, rows));
            }
        });
        return Json.response(200, root);
    }

    /** To a HEAD request, which asks whether the group exists, the response is 204. */
    Response get(Call call) {
        List<WorkflowRow> rows = call.inventory(workflows).group(call.value("s"), call.value("g"));
        return call.request().isHead()
                ? Response.empty(204)
                : Json.response(200, shape(rows.getFirst().path().group(), rows));
    }

    /** Creating or deleting a group has no effect of its own, so it is refused instead of confirmed. */
    Response change(Call call) {
        return new ArmFailure(
                        405,
                        "MethodNotAllowed",
                        "A resource group exists while a workflow is in it. Deploy a workflow into '" + call.value("g")
                                + "' to create it, and delete its workflows to remove it.")
                .response();
    }

    private static JsonNode shape(String name, List<WorkflowRow> rows) {
        ObjectNode shape = Json.object();
        shape.put("id", "/subscriptions/" + rows.getFirst().path().subscription() + "/resourceGroups/" + name);
        shape.put("name", name);
        shape.put("type", "Microsoft.Resources/resourceGroups");
        shape.put("location", location(rows));
        shape.putObject("properties").put("provisioningState", "Succeeded");
        return shape;
    }

    private static String location(List<WorkflowRow> rows) {
        return ResourceCalls.location(rows.getFirst());
    }
}
