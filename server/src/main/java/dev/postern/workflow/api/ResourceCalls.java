package dev.postern.workflow.api;

import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.query.Folding;
import dev.postern.workflow.api.WorkflowApi.Call;
import dev.postern.workflow.stored.WorkflowRow;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The lists of resources of all types. */
record ResourceCalls(Inventory.Sources sources) {
    private static final Set<String> EXPANDABLE = Set.of("createdtime", "changedtime", "provisioningstate");

    Response ofSubscription(Call call) {
        return list(call, sources.of(call.tenant()).in(call.value("s")));
    }

    Response ofGroup(Call call) {
        return list(
                call,
                sources.of(call.tenant())
                        .group(call.value("s"), call.value("g"))
                        .resources());
    }

    private Response list(Call call, List<Resource> rows) {
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

    private JsonNode shape(Resource one, Set<String> expanded) {
        ObjectNode shape = Json.object();
        shape.put("id", one.id());
        shape.put("name", one.name());
        shape.put("type", one.type());
        shape.put("location", one.location());
        if (one.tags().isObject()) {
            shape.set("tags", one.tags());
        }
        WorkflowRow row = one.workflow();
        if (row != null) {
            JsonNode identity = Shapes.identity(row, sources.workflows()::user);
            if (identity != null) {
                shape.set("identity", identity);
            }
            if (expanded.contains("createdtime")) {
                shape.put("createdTime", row.created().toString());
            }
            if (expanded.contains("changedtime")) {
                shape.put("changedTime", row.changed().toString());
            }
        }
        if (expanded.contains("provisioningstate")) {
            shape.put("provisioningState", "Succeeded");
        }
        return shape;
    }
}
