package dev.postern.workflow.api;

import dev.postern.http.Json;
import dev.postern.query.Folding;
import dev.postern.workflow.definition.Trigger;
import dev.postern.workflow.stored.WorkflowRow;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The description of a workflow's request triggers in the format of Swagger 2.0. It contains no signature. */
final class Swagger {
    private static final Pattern PARAMETER = Pattern.compile("\\{([^{}]+)}");
    private static final String STRING = "string";

    private Swagger() {}

    static JsonNode of(URI base, WorkflowRow row, JsonNode definition, Collection<Trigger> triggers) {
        ObjectNode root = Json.object();
        root.put("swagger", "2.0");
        root.putObject("info")
                .put("title", row.path().name())
                .put("description", "Azure Logic App.")
                .put("version", "1.0.0.0");
        root.put("host", base.getRawAuthority());
        root.put("basePath", "/workflows/" + Links.id(row) + "/triggers");
        root.putArray("schemes").add(base.getScheme());
        root.putArray("consumes").add(Json.CONTENT_TYPE);
        root.putArray("produces").add(Json.CONTENT_TYPE);
        ObjectNode paths = root.putObject("paths");
        for (Trigger trigger : triggers) {
            if (trigger instanceof Trigger.Requested requested) {
                JsonNode inputs =
                        definition.path("triggers").path(trigger.name()).path("inputs");
                String relative = inputs.path("relativePath").asString("");
                paths.putObject("/" + trigger.name() + "/paths/invoke" + relative)
                        .set(
                                Folding.lower(Objects.requireNonNullElse(requested.method(), "POST")),
                                operation(trigger.name(), relative, inputs.path("schema")));
            }
        }
        return root;
    }

    private static ObjectNode operation(String trigger, String relative, JsonNode schema) {
        ObjectNode operation = Json.object();
        operation.put("description", "Trigger a run of the logic app.");
        operation.put("operationId", trigger + "-invoke");
        ArrayNode parameters = operation.putArray("parameters");
        query(parameters, "api-version", Links.API_VERSION, "The service API version.");
        query(parameters, "sp", Links.runPermission(trigger), "The permissions; generally 'read' or 'write'.");
        query(parameters, "sv", Signatures.VERSION, "The version number of the query parameters.");
        query(parameters, "sig", "", "The SHA 256 hash of the entire request URI with an internal key.");
        Matcher names = PARAMETER.matcher(relative);
        while (names.find()) {
            parameters
                    .addObject()
                    .put("name", names.group(1))
                    .put("in", "path")
                    .put("required", true)
                    .put("type", STRING);
        }
        ObjectNode body = parameters.addObject();
        body.put("name", "body").put("in", "body").put("required", false);
        body.set("schema", schema.isObject() ? schema : Json.object());
        ObjectNode responses = operation.putObject("responses");
        for (List<String> response : List.of(
                List.of("200", "The Logic App Response."),
                List.of("202", "The Logic App has started."),
                List.of("default", "The Logic App Response."))) {
            responses
                    .putObject(response.getFirst())
                    .put("description", response.getLast())
                    .putObject("schema")
                    .put("type", "object");
        }
        operation.put("deprecated", false);
        operation.put("summary", trigger);
        return operation;
    }

    private static void query(ArrayNode parameters, String name, String value, String description) {
        ObjectNode parameter = parameters.addObject();
        parameter.put("name", name).put("in", "query").put("description", description);
        parameter.put("required", true).put("type", STRING);
        if (!value.isEmpty()) {
            parameter.put("default", value);
        }
    }
}
