package dev.postern.workflow.api;

import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.query.Folding;
import dev.postern.workflow.api.Inventory.Group;
import dev.postern.workflow.api.WorkflowApi.Call;
import dev.postern.workflow.stored.ResourceGroups;
import dev.postern.workflow.stored.ResourceGroups.ResourceGroup;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The operations on resource groups. */
record GroupCalls(Inventory.Sources sources, ResourceGroups groups) {
    private static final Set<String> MEMBERS =
            Set.of("id", "name", "type", "location", "tags", "properties", "managedBy");
    private static final int MAX_TAGS = 50;

    Response list(Call call) {
        ResourceFilter filter = ResourceFilter.parse(call.query().get("$filter").orElse(""));
        ObjectNode root = Json.object();
        ArrayNode value = root.putArray("value");
        sources.of(call.tenant()).groups(call.value("s")).values().stream()
                .filter(filter::acceptsGroup)
                .forEach(group -> value.add(shape(group)));
        return Json.response(200, root);
    }

    /** To a HEAD request, which asks whether the group exists, the response is 204. */
    Response get(Call call) {
        Group group = sources.of(call.tenant()).group(call.value("s"), call.value("g"));
        return call.request().isHead() ? Response.empty(204) : Json.response(200, shape(group));
    }

    Response put(Call call) {
        if (!call.value("g").matches("[\\p{L}\\p{N}._()-]{1,90}")
                || call.value("g").endsWith(".")) {
            throw new ArmFailure(
                    400, "InvalidResourceGroup", "The resource group name '" + call.value("g") + "' is not valid.");
        }
        JsonNode body = body(call);
        String location = body.path("location").asString("");
        if (location.isBlank()) {
            throw new ArmFailure(
                    400, "LocationRequired", "The location property is required for this definition.", "location");
        }
        Group old = existing(call);
        if (old != null && !old.location().equalsIgnoreCase(location)) {
            throw new ArmFailure(
                    409,
                    "InvalidResourceGroupLocation",
                    "Invalid resource group location '" + location
                            + "'. The resource group already exists in location '" + old.location() + "'.");
        }
        return Json.response(old == null ? 201 : 200, shape(save(call, old, location, body.path("tags"))));
    }

    Response patch(Call call) {
        Group old = sources.of(call.tenant()).group(call.value("s"), call.value("g"));
        JsonNode body = body(call);
        JsonNode tags = body.has("tags") ? body.path("tags") : old.tags();
        return Json.response(200, shape(save(call, old, old.location(), tags)));
    }

    /** Deletes an empty group. Deleting the resources in it as well would be too much for one mistaken call. */
    Response delete(Call call) {
        Group old = sources.of(call.tenant()).group(call.value("s"), call.value("g"));
        if (!old.resources().isEmpty()) {
            throw new ArmFailure(
                    409,
                    "ResourceGroupNotEmpty",
                    "Deleting a resource group with the resources in it is not supported by Postern. Delete '"
                            + old.resources().getFirst().id() + "' and the other resources first.");
        }
        groups.delete(call.tenant(), old.subscription(), old.name(), call.entry());
        return Response.empty(200);
    }

    private @Nullable Group existing(Call call) {
        Inventory inventory = sources.of(call.tenant());
        boolean known = inventory.subscriptions().stream().anyMatch(id -> id.equalsIgnoreCase(call.value("s")));
        return known ? inventory.groups(call.value("s")).get(call.value("g")) : null;
    }

    private static JsonNode body(Call call) {
        JsonNode body = call.body();
        for (Map.Entry<String, JsonNode> member : body.properties()) {
            if (!MEMBERS.contains(member.getKey())
                    || (member.getKey().equals("managedBy")
                            && !member.getValue().isNull())) {
                throw new ArmFailure(
                        400,
                        "InvalidRequestContent",
                        "The property '" + member.getKey() + "' is not supported by Postern.");
            }
        }
        if (body.path("tags").size() > MAX_TAGS) {
            throw new ArmFailure(400, "InvalidRequestContent", "There can be at most " + MAX_TAGS + " tags.", "tags");
        }
        return body;
    }

    private Group save(Call call, @Nullable Group old, String location, JsonNode tags) {
        ObjectNode resource = Json.object();
        resource.put("location", location);
        resource.set("tags", tags.isObject() ? tags : Json.object());
        String subscription = old == null ? call.value("s") : old.subscription();
        String name = old == null ? call.value("g") : old.name();
        groups.save(call.tenant(), new ResourceGroup(subscription, name, resource), call.entry());
        return sources.of(call.tenant()).group(Folding.lower(subscription), name);
    }

    private static JsonNode shape(Group group) {
        ObjectNode shape = Json.object();
        shape.put("id", "/subscriptions/" + group.subscription() + "/resourceGroups/" + group.name());
        shape.put("name", group.name());
        shape.put("type", "Microsoft.Resources/resourceGroups");
        shape.put("location", group.location());
        if (!group.tags().isEmpty()) {
            shape.set("tags", group.tags());
        }
        shape.putObject("properties").put("provisioningState", "Succeeded");
        return shape;
    }
}
