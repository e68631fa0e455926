package dev.postern.workflow.api;

import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.workflow.api.WorkflowApi.Call;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Resource providers: what types of resources there are, and which versions of the API. All are registered. */
record ProviderCalls(Inventory.Sources sources) {
    private record Type(String name, List<String> versions) {
        Type(String name, String version) {
            this(name, List.of(version));
        }
    }

    private record Provider(String namespace, List<Type> types) {}

    private static final List<Provider> PROVIDERS = List.of(
            new Provider(
                    "Microsoft.Logic",
                    List.of(new Type("workflows", "2019-05-01"), new Type("locations/workflows", "2019-05-01"))),
            new Provider(
                    "Microsoft.ManagedIdentity",
                    List.of(new Type("userAssignedIdentities", List.of("2023-01-31", "2018-11-30")))),
            new Provider(
                    "Microsoft.Resources",
                    List.of(
                            new Type("tenants", "2022-12-01"),
                            new Type("subscriptions", "2022-12-01"),
                            new Type("subscriptions/providers", "2022-09-01"),
                            new Type("subscriptions/resourceGroups", "2022-09-01"),
                            new Type("subscriptions/resources", "2022-09-01"),
                            new Type("resourceGroups", "2022-09-01"),
                            new Type("resources", "2022-09-01"),
                            new Type("providers", "2022-09-01"))));

    Response ofTenant(Call call) {
        return list("");
    }

    Response ofSubscription(Call call) {
        return list(subscription(call));
    }

    Response oneOfTenant(Call call) {
        return Json.response(200, shape("", find(call)));
    }

    Response oneOfSubscription(Call call) {
        return Json.response(200, shape(subscription(call), find(call)));
    }

    /** Returns what can be permitted in Azure, by the types of resources of a namespace. */
    Response operations(Call call) {
        Provider provider = find(call);
        ObjectNode root = Json.object();
        ArrayNode value = root.putArray("value");
        for (Type type : provider.types()) {
            for (String verb : List.of("read", "write", "delete")) {
                ObjectNode operation = value.addObject();
                operation.put("name", provider.namespace() + "/" + type.name() + "/" + verb);
                operation
                        .putObject("display")
                        .put("provider", provider.namespace())
                        .put("resource", type.name())
                        .put("operation", verb);
            }
        }
        return Json.response(200, root);
    }

    private String subscription(Call call) {
        return "/subscriptions/" + sources.of(call.tenant()).subscription(call.value("s"));
    }

    private static Provider find(Call call) {
        String asked = call.value("p");
        return PROVIDERS.stream()
                .filter(provider -> provider.namespace().equalsIgnoreCase(asked))
                .findFirst()
                .orElseThrow(() -> new ArmFailure(
                        404, "InvalidResourceNamespace", "The resource namespace '" + asked + "' is invalid."));
    }

    private static Response list(String scope) {
        ObjectNode root = Json.object();
        ArrayNode value = root.putArray("value");
        PROVIDERS.forEach(provider -> value.add(shape(scope, provider)));
        return Json.response(200, root);
    }

    private static JsonNode shape(String scope, Provider provider) {
        ObjectNode shape = Json.object();
        shape.put("id", scope + "/providers/" + provider.namespace());
        shape.put("namespace", provider.namespace());
        ArrayNode types = shape.putArray("resourceTypes");
        for (Type type : provider.types()) {
            ObjectNode one = types.addObject();
            one.put("resourceType", type.name());
            one.putArray("locations");
            ArrayNode versions = one.putArray("apiVersions");
            type.versions().forEach(versions::add);
        }
        shape.put("registrationState", "Registered");
        shape.put("registrationPolicy", "RegistrationFree");
        return shape;
    }
}
