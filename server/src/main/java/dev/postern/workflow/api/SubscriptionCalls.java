package dev.postern.workflow.api;

import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.workflow.api.WorkflowApi.Call;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tenants and subscriptions. */
record SubscriptionCalls(Inventory.Sources sources) {
    /** Returns the caller's own tenant: applications have no access to others. */
    Response tenants(Call call) {
        String id = call.tenant().toString();
        List<String> domains = call.caller().tenant().domains();
        ObjectNode tenant = Json.object();
        tenant.put("id", "/tenants/" + id);
        tenant.put("tenantId", id);
        tenant.put("displayName", call.caller().tenant().defaultDomain());
        ArrayNode names = tenant.putArray("domains");
        domains.forEach(names::add);
        tenant.put("defaultDomain", call.caller().tenant().defaultDomain());
        tenant.put("tenantCategory", "Home");
        tenant.put("tenantType", "AAD");
        ObjectNode root = Json.object();
        root.putArray("value").add(tenant);
        return Json.response(200, root);
    }

    /** As in Azure, a caller without access gets an empty list and not an error. */
    Response list(Call call) {
        ObjectNode root = Json.object();
        ArrayNode value = root.putArray("value");
        if (call.caller().workflows()) {
            sources.of(call.tenant()).subscriptions().forEach(id -> value.add(shape(call, id)));
        }
        root.putObject("count").put("type", "Total").put("value", value.size());
        return Json.response(200, root);
    }

    Response get(Call call) {
        return Json.response(200, shape(call, sources.of(call.tenant()).subscription(call.value("s"))));
    }

    /** Returns the locations of the resources, because there are no others. */
    Response locations(Call call) {
        List<Resource> rows = sources.of(call.tenant()).in(call.value("s"));
        String scope = "/subscriptions/" + call.value("s") + "/locations/";
        ObjectNode root = Json.object();
        ArrayNode value = root.putArray("value");
        rows.stream().map(Resource::location).distinct().sorted().forEach(name -> {
            ObjectNode location = value.addObject();
            location.put("id", scope + name);
            location.put("name", name);
            location.put("displayName", name);
            location.put("regionalDisplayName", name);
            location.put("type", "Region");
            location.putObject("metadata").put("regionType", "Logical");
        });
        return Json.response(200, root);
    }

    private static JsonNode shape(Call call, String id) {
        ObjectNode shape = Json.object();
        shape.put("id", "/subscriptions/" + id);
        shape.put("authorizationSource", "RoleBased");
        shape.putArray("managedByTenants");
        shape.put("subscriptionId", id);
        shape.put("tenantId", call.tenant().toString());
        shape.put("displayName", id.equals(Inventory.DEFAULT_SUBSCRIPTION) ? "Postern" : id);
        shape.put("state", "Enabled");
        shape.putObject("subscriptionPolicies").put("spendingLimit", "Off");
        return shape;
    }
}
