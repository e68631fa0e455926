package dev.postern.cli;

import dev.postern.http.JsonDocument;
import dev.postern.workflow.definition.WrittenDefinition;
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
record WorkflowFile(ObjectNode resource, List<String> others, WrittenDefinition definition) {
    private static final Set<String> MEMBERS = Set.of("definition", "parameters", "kind", "$schema", "contentVersion");

    /** @param values a file with the values of a template's parameters */
    static WorkflowFile read(Path file, Optional<Path> values) {
        JsonDocument document = TextFile.document(file);
        JsonNode content = document.value();
        if (!content.isObject()) {
            throw CliFailure.failed(file + " does not contain a JSON object.");
        }
        if (ArmTemplate.isTemplate(content)) {
            return ofTemplate(file, document, values);
        }
        if (values.isPresent()) {
            throw CliFailure.failed("--parameters gives the parameters of a template, which " + file + " is not.");
        }
        boolean whole = content.path("properties").has("definition");
        String definition = whole ? "/properties/definition" : content.has("definition") ? "/definition" : "";
        return new WorkflowFile(resource(content, whole), List.of(), new WrittenDefinition(document, definition));
    }

    private static WorkflowFile ofTemplate(Path file, JsonDocument template, Optional<Path> values) {
        JsonNode given = values.map(TextFile::json).orElseGet(WorkflowServer::object);
        try {
            WorkflowResource read = ArmTemplate.read(template.value(), given, WorkflowServer.PLACE);
            return new WorkflowFile(
                    read.body(),
                    read.others(),
                    new WrittenDefinition(template, read.source() + "/properties/definition"));
        } catch (InvalidArmTemplate e) {
            throw CliFailure.failed("The template " + file + " cannot be deployed: " + e.getMessage());
        }
    }

    /** Replaces the place in the error of a response, which is that in the request, by that in the file. */
    void place(JsonNode response) {
        if (response.path("error") instanceof ObjectNode error && error.has("target")) {
            error.put(
                    "message",
                    definition.message(
                            error.path("message").asString(""),
                            error.path("target").asString("")));
        }
    }

    private static ObjectNode resource(JsonNode file, boolean whole) {
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
