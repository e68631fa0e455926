package dev.postern.workflow.template;

import dev.postern.query.Folding;
import dev.postern.workflow.expression.JsonValues;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The functions of templates that describe where the template is deployed. */
record PlaceFunctions(DeploymentPlace place, JsonNode groupTags) {
    /** Returns the value of a function; null if there is no such function. */
    @Nullable
    JsonNode call(TemplateArguments arguments) {
        return switch (Folding.lower(arguments.function())) {
            case "resourcegroup" -> group(arguments);
            case "subscription" -> subscription(arguments);
            case "tenant" -> tenant(arguments);
            case "deployment" -> deployment(arguments);
            case "environment" -> environment(arguments);
            case "resourceid" -> JsonValues.text(resourceId(arguments));
            case "subscriptionresourceid" ->
                JsonValues.text(
                        "/subscriptions/" + place.subscription() + "/providers/" + names(arguments, type(arguments)));
            case "extensionresourceid" -> JsonValues.text(extension(arguments));
            case "reference" ->
                throw arguments.wrong("is not supported by Postern: it reads resources while a template is deployed."
                        + " Use a parameter");
            default -> {
                if (Folding.lower(arguments.function()).startsWith("list")) {
                    throw arguments.wrong("is not supported by Postern: it reads keys of resources. Use a parameter");
                }
                yield null;
            }
        };
    }

    private static void none(TemplateArguments arguments) {
        if (arguments.size() != 0) {
            throw arguments.wrong("with arguments is not supported by Postern");
        }
    }

    private JsonNode group(TemplateArguments arguments) {
        none(arguments);
        ObjectNode group = JsonValues.object();
        group.put("id", place.groupId())
                .put("name", place.group())
                .put("type", "Microsoft.Resources/resourceGroups")
                .put("location", place.location());
        group.set("tags", groupTags);
        group.putObject("properties").put("provisioningState", "Succeeded");
        return group;
    }

    private JsonNode subscription(TemplateArguments arguments) {
        none(arguments);
        return JsonValues.object()
                .put("id", "/subscriptions/" + place.subscription())
                .put("subscriptionId", place.subscription())
                .put("tenantId", place.tenant())
                .put("displayName", "Postern");
    }

    private JsonNode tenant(TemplateArguments arguments) {
        none(arguments);
        return JsonValues.object().put("tenantId", place.tenant()).put("displayName", "Postern");
    }

    private static JsonNode deployment(TemplateArguments arguments) {
        none(arguments);
        return JsonValues.object().put("name", "workflow");
    }

    private static JsonNode environment(TemplateArguments arguments) {
        none(arguments);
        ObjectNode cloud = JsonValues.object();
        Map.of(
                        "name", "AzureCloud",
                        "resourceManager", "https://management.azure.com/",
                        "graph", "https://graph.windows.net/",
                        "portal", "https://portal.azure.com")
                .forEach(cloud::put);
        cloud.putObject("authentication")
                .put("loginEndpoint", "https://login.microsoftonline.com/")
                .put("tenant", "common")
                .putArray("audiences")
                .add("https://management.core.windows.net/")
                .add("https://management.azure.com/");
        return cloud;
    }

    /** Returns the index of the type among the arguments. */
    private static int type(TemplateArguments arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.text(i).contains("/")) {
                return i;
            }
        }
        throw arguments.wrong("expects a type such as 'Microsoft.Logic/workflows'");
    }

    private String resourceId(TemplateArguments arguments) {
        int type = type(arguments);
        if (type > 2) {
            throw arguments.wrong("expects at most a subscription and a resource group before the type");
        }
        String subscription = type == 2 ? arguments.text(0) : place.subscription();
        String group = type == 0 ? place.group() : arguments.text(type - 1);
        return "/subscriptions/" + subscription + "/resourceGroups/" + group + "/providers/" + names(arguments, type);
    }

    private static String extension(TemplateArguments arguments) {
        if (arguments.size() < 3) {
            throw arguments.wrong("expects an id, a type and names");
        }
        return arguments.text(0) + "/providers/" + names(arguments, 1);
    }

    /** Joins the segments of a type with the names behind it. */
    private static String names(TemplateArguments arguments, int type) {
        String[] segments = arguments.text(type).split("/");
        if (segments.length != arguments.size() - type) {
            throw arguments.wrong("expects one name for each segment of the type '" + arguments.text(type)
                    + "' behind its namespace");
        }
        var id = new StringBuilder(segments[0]);
        for (int i = 1; i < segments.length; i++) {
            id.append('/').append(segments[i]).append('/').append(arguments.text(type + i));
        }
        return id.toString();
    }
}
