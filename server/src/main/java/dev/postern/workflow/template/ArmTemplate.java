package dev.postern.workflow.template;

import dev.postern.query.Folding;
import dev.postern.workflow.expression.JsonValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the workflow in an ARM template. Nothing is deployed. */
public final class ArmTemplate {
    private static final String TYPE = "Microsoft.Logic/workflows";
    /** The limit of Azure. */
    private static final int MAX_LENGTH = 4 * 1024 * 1024;

    private static final int MAX_RESOURCES = 800;
    private static final Set<String> SECTIONS = Set.of(
            "$schema",
            "contentVersion",
            "languageVersion",
            "apiProfile",
            "metadata",
            "parameters",
            "variables",
            "resources",
            "outputs");
    private static final Set<String> RESOURCE = Set.of(
            "type",
            "apiVersion",
            "name",
            "location",
            "tags",
            "identity",
            "properties",
            "dependsOn",
            "comments",
            "condition",
            "metadata",
            "scale");
    /** Templates may contain comments. */
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(100)
                            .maxTokenCount(1_000_000)
                            .build())
                    .build())
            .build();

    private ArmTemplate() {}

    /** Reads a template or a parameters file. Throws {@link InvalidArmTemplate} if it is not JSON, or too long. */
    static JsonNode parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new InvalidArmTemplate("", "it has more than " + MAX_LENGTH + " characters");
        }
        try {
            return MAPPER.readTree(text);
        } catch (JacksonException e) {
            throw new InvalidArmTemplate(
                    "",
                    "it is not JSON (line "
                            + (e.getLocation() == null ? 0 : e.getLocation().getLineNr()) + ")");
        }
    }

    /** Returns whether a file is a template and not a bare definition. */
    public static boolean isTemplate(JsonNode file) {
        return file.path("resources").isContainer()
                && file.path("$schema").asString("").contains("deploymentTemplate.json");
    }

    /**
     * Evaluates a template.
     *
     * @param values a parameters file, or an empty object
     * @throws InvalidArmTemplate if it is not valid, needs something that is not supported, or does not contain exactly one workflow
     */
    public static WorkflowResource read(JsonNode template, JsonNode values, DeploymentPlace place) {
        for (String section : template.propertyNames()) {
            if (!SECTIONS.contains(section) && !template.path(section).isEmpty()) {
                throw new InvalidArmTemplate("/" + section, "'" + section + "' is not supported by Postern");
            }
        }
        JsonNode variables = template.path("variables");
        if (variables.has("copy")) {
            throw new InvalidArmTemplate("/variables/copy", "'copy' is not supported by Postern");
        }
        TemplateScope scope = new TemplateScope(variables, new PlaceFunctions(place, JsonValues.object()));
        TemplateParameters.read(template.path("parameters"), TemplateParameters.values(values), scope);
        return workflow(resources(template), scope, place);
    }

    private record Found(String place, JsonNode source) {}

    /** The resources are an array, or since version 2.0 of the language an object. */
    private static List<Found> resources(JsonNode template) {
        JsonNode resources = template.path("resources");
        if (resources.size() > MAX_RESOURCES) {
            throw new InvalidArmTemplate("/resources", "there are more than " + MAX_RESOURCES + " resources");
        }
        var found = new ArrayList<Found>();
        for (int i = 0; i < resources.size() && resources.isArray(); i++) {
            found.add(new Found("/resources/" + i, resources.get(i)));
        }
        resources.properties().forEach(one -> found.add(new Found("/resources/" + one.getKey(), one.getValue())));
        return found;
    }

    private static WorkflowResource workflow(List<Found> resources, TemplateScope scope, DeploymentPlace place) {
        var workflows = new ArrayList<Found>();
        var others = new ArrayList<String>();
        for (Found one : resources) {
            String type = one.source().path("type").asString("");
            if (one.source().has("condition") && !condition(one, scope)) {
                continue;
            }
            if (Folding.lower(type).equals(Folding.lower(TYPE))) {
                workflows.add(one);
            } else {
                others.add(type + " '" + one.source().path("name").asString("") + "'");
            }
        }
        if (workflows.size() != 1) {
            throw new InvalidArmTemplate(
                    "/resources",
                    "it must contain exactly one resource of the type '" + TYPE + "', not " + workflows.size());
        }
        return workflow(workflows.getFirst(), scope, place, others);
    }

    private static boolean condition(Found one, TemplateScope scope) {
        JsonNode value = scope.resolve(one.place() + "/condition", one.source().path("condition"));
        if (!value.isBoolean()) {
            throw new InvalidArmTemplate(one.place() + "/condition", "it must be a boolean");
        }
        return value.booleanValue();
    }

    private static WorkflowResource workflow(
            Found one, TemplateScope scope, DeploymentPlace place, List<String> others) {
        for (String member : one.source().propertyNames()) {
            if (!RESOURCE.contains(member)) {
                throw new InvalidArmTemplate(
                        one.place() + "/" + member, "'" + member + "' of a workflow is not supported by Postern");
            }
        }
        String name = text(one, "name", "", scope);
        if (name.isBlank()) {
            throw new InvalidArmTemplate(one.place() + "/name", "the workflow has no name");
        }
        JsonNode properties = resolved(one, "properties", scope);
        if (!properties.path("definition").isObject()) {
            throw new InvalidArmTemplate(one.place() + "/properties/definition", "the workflow has no definition");
        }
        Map<String, JsonNode> further = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : properties.properties()) {
            if (!Set.of("definition", "parameters", "state").contains(member.getKey())) {
                further.put(member.getKey(), member.getValue());
            }
        }
        return new WorkflowResource(
                one.place(),
                name,
                properties.path("definition"),
                properties.path("parameters"),
                resolved(one, "identity", scope),
                text(one, "location", place.location(), scope),
                resolved(one, "tags", scope),
                properties.path("state").asString("Enabled"),
                further,
                others);
    }

    private static JsonNode resolved(Found one, String member, TemplateScope scope) {
        JsonNode source = one.source().path(member);
        return source.isMissingNode() ? source : scope.resolve(one.place() + "/" + member, source);
    }

    private static String text(Found one, String member, String otherwise, TemplateScope scope) {
        JsonNode value = resolved(one, member, scope);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isString()) {
            throw new InvalidArmTemplate(one.place() + "/" + member, "it must be a string");
        }
        return value.stringValue();
    }
}
