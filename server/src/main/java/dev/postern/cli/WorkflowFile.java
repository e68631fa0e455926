package dev.postern.cli;

import dev.postern.workflow.template.ArmTemplate;
import dev.postern.workflow.template.InvalidArmTemplate;
import dev.postern.workflow.template.WorkflowResource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A file with a workflow: the bare definition, an object with {@code definition} and {@code parameters}, or a template of the resource manager.
 *
 * @param resource the workflow as it is deployed
 * @param others the other resources of a template, which are not deployed
 */
record WorkflowFile(ObjectNode resource, List<String> others) {
    private static final Set<String> MEMBERS = Set.of("definition", "parameters", "kind", "$schema", "contentVersion");

    /** @param values a file with the values of a template's parameters */
    static WorkflowFile read(Path file, Optional<Path> values) {
        JsonNode content = TextFile.json(file);
        if (!content.isObject()) {
            throw CliFailure.failed(file + " does not contain a JSON object.");
        }
        if (ArmTemplate.isTemplate(content)) {
            return ofTemplate(file, content, values);
        }
        if (values.isPresent()) {
            throw CliFailure.failed("--parameters gives the parameters of a template, which " + file + " is not.");
        }
        return new WorkflowFile(resource(content), List.of());
    }

    private static WorkflowFile ofTemplate(Path file, JsonNode template, Optional<Path> values) {
        JsonNode given = values.map(TextFile::json).orElseGet(WorkflowServer::object);
        try {
            WorkflowResource read = ArmTemplate.read(template, given, WorkflowServer.PLACE);
            return new WorkflowFile(read.body(), read.others());
        } catch (InvalidArmTemplate e) {
            throw CliFailure.failed("The template " + file + " cannot be deployed: " + e.getMessage());
        }
    }

    private static ObjectNode resource(JsonNode file) {
        boolean whole = file.path("properties").has("definition");
        JsonNode content = whole ? file.path("properties") : file;
        boolean wrapped = content.has("definition");
        for (String member : content.propertyNames()) {
            if (wrapped && !whole && !MEMBERS.contains(member)) {
                throw CliFailure.failed("The member '" + member + "' beside 'definition' is not supported.");
            }
        }
        ObjectNode body = WorkflowServer.object().put("location", WorkflowServer.PLACE.location());
        body.putObject("identity").put("type", "SystemAssigned");
        ObjectNode properties = body.putObject("properties").put("state", "Enabled");
        properties.set("definition", wrapped ? content.get("definition") : content);
        if (wrapped && content.has("parameters")) {
            properties.set("parameters", content.get("parameters"));
        }
        return body;
    }
}
