package dev.postern.workflow.template;

import dev.postern.workflow.expression.JsonValues;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The workflow of a template, without expressions of the template. Members that the template does not have are missing nodes.
 *
 * @param source where the resource is in the template, as a JSON pointer
 * @param location never empty: without one, that of the resource group
 * @param state never empty: without one, {@code Enabled}
 * @param further other members of {@code properties}, such as {@code accessControl}
 * @param others the other resources of the template, as {@code type 'name'}; they are not part of this
 */
public record WorkflowResource(
        String source,
        String name,
        JsonNode definition,
        JsonNode parameters,
        JsonNode identity,
        String location,
        JsonNode tags,
        String state,
        Map<String, JsonNode> further,
        List<String> others) {
    public WorkflowResource {
        further = Map.copyOf(further);
        others = List.copyOf(others);
    }

    /** Returns the body of the PUT that deploys the workflow. */
    public ObjectNode body() {
        ObjectNode body = JsonValues.object();
        body.put("location", location);
        set(body, "tags", tags);
        set(body, "identity", identity);
        ObjectNode properties = body.putObject("properties");
        properties.put("state", state);
        further.forEach(properties::set);
        properties.set("definition", definition);
        set(properties, "parameters", parameters);
        return body;
    }

    private static void set(ObjectNode object, String name, JsonNode value) {
        if (!value.isMissingNode() && !value.isNull()) {
            object.set(name, value);
        }
    }
}
