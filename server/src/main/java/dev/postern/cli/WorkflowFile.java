package dev.postern.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A file with a workflow: the bare definition, or an object with {@code definition} and {@code parameters}.
 *
 * @param parameters null if the file has none
 */
record WorkflowFile(JsonNode definition, @Nullable JsonNode parameters) {
    static WorkflowFile read(Path file) {
        JsonNode content = TextFile.json(file);
        if (!content.isObject()) {
            throw CliFailure.failed(file + " does not contain a JSON object.");
        }
        if (content.path("$schema").asString("").contains("deploymentTemplate")) {
            return ofTemplate(file);
        }
        boolean wrapped = content.has("definition");
        return new WorkflowFile(
                wrapped ? content.get("definition") : content, wrapped ? content.get("parameters") : null);
    }

    /** The one place for templates of the resource manager. */
    private static WorkflowFile ofTemplate(Path file) {
        throw CliFailure.failed("The file " + file + " is a template of Azure Resource Manager, which is not supported."
                + " Give the value of its 'definition'.");
    }

    /** The workflow as it is deployed. */
    ObjectNode resource() {
        ObjectNode body = WorkflowServer.object().put("location", "local");
        body.putObject("identity").put("type", "SystemAssigned");
        ObjectNode properties = body.putObject("properties").put("state", "Enabled");
        properties.set("definition", definition);
        if (parameters != null) {
            properties.set("parameters", parameters);
        }
        return body;
    }
}
