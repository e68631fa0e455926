package dev.postern.workflow.compiled;

import dev.postern.workflow.action.ActionReader;
import dev.postern.workflow.action.Actions;
import dev.postern.workflow.action.ReferenceCheck;
import dev.postern.workflow.definition.InvalidTemplate;
import dev.postern.workflow.definition.NamedParts;
import dev.postern.workflow.definition.ParameterReader;
import dev.postern.workflow.definition.ParameterScope;
import dev.postern.workflow.definition.Source;
import dev.postern.workflow.definition.Trigger;
import dev.postern.workflow.definition.TriggerReader;
import dev.postern.workflow.definition.WorkflowParameter;
import dev.postern.workflow.expression.BadExpression;
import dev.postern.workflow.expression.Reference;
import dev.postern.workflow.expression.Template;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads and validates a definition together with the values of its parameters. */
public final class DefinitionReader {
    private static final String SCHEMA = "https://schema.management.azure.com/providers/Microsoft.Logic/schemas/"
            + "2016-06-01/workflowdefinition.json";
    private static final Set<String> SECTIONS = Set.of(
            "$schema",
            "contentVersion",
            "parameters",
            "triggers",
            "actions",
            "outputs",
            "staticResults",
            "metadata",
            "description");
    private static final int MAX_TRIGGERS = 10;
    private static final int MAX_OUTPUTS = 10;

    private final Source source;

    private DefinitionReader(Source source) {
        this.source = source;
    }

    /**
     * Reads a definition.
     *
     * @param parameters the resource's {@code parameters}: an object whose members have a {@code value}; may be missing
     * @throws InvalidTemplate if the definition is invalid
     */
    public static Definition read(JsonNode definition, JsonNode parameters, InstantSource clock) {
        if (!definition.isObject()) {
            throw new InvalidTemplate("The template must be an object", "");
        }
        return new DefinitionReader(Source.of(definition)).read(parameters, clock);
    }

    private Definition read(JsonNode values, InstantSource clock) {
        checkTop();
        Map<String, WorkflowParameter> parameters = ParameterReader.read(source, values);
        var triggers = new LinkedHashMap<String, Trigger>();
        JsonNode section = source.section("triggers", MAX_TRIGGERS);
        TriggerReader reader = new TriggerReader(source, new ParameterScope(parameters, clock));
        for (Map.Entry<String, JsonNode> entry : section.properties()) {
            triggers.put(entry.getKey(), reader.read(entry.getKey(), entry.getValue()));
        }
        Actions actions = ActionReader.read(source, WorkflowParameter.connections(parameters));
        ReferenceCheck.check(source, actions, name -> NamedParts.find(parameters, name) != null);
        Map<String, Template> outputs = outputs(actions, parameters);
        Definition definition = new Definition(parameters, triggers, actions, outputs);
        if (definition.responds()
                && definition.triggers().values().stream().noneMatch(Trigger.Requested.class::isInstance)) {
            throw new InvalidTemplate(
                    "The template has an action of type 'Response', which needs a trigger of type 'Request'",
                    "/actions");
        }
        return definition;
    }

    private void checkTop() {
        for (Map.Entry<String, JsonNode> entry : source.definition().properties()) {
            boolean blank = entry.getValue().isNull()
                    || (entry.getValue().isContainer() && entry.getValue().isEmpty());
            if (!SECTIONS.contains(entry.getKey()) && !blank) {
                throw new InvalidTemplate(
                        "The template member '" + entry.getKey() + "' is not supported by Postern",
                        "/" + entry.getKey());
            }
        }
        String schema = source.definition().path("$schema").asString("");
        String bare = schema.endsWith("#") ? schema.substring(0, schema.length() - 1) : schema;
        if (!bare.isEmpty() && !bare.equalsIgnoreCase(SCHEMA)) {
            throw new InvalidTemplate(
                    "The template language version '" + schema + "' is not supported. Use '" + SCHEMA + "#'",
                    "/$schema");
        }
    }

    private Map<String, Template> outputs(Actions actions, Map<String, WorkflowParameter> parameters) {
        var outputs = new LinkedHashMap<String, Template>();
        JsonNode section = source.section("outputs", MAX_OUTPUTS);
        for (Map.Entry<String, JsonNode> entry : section.properties()) {
            String name = entry.getKey();
            source.members("outputs", name, entry.getValue(), Set.of("type", "value", "description", "metadata"));
            try {
                Template template = Template.of(entry.getValue());
                checkOutput(name, template.references(), actions, parameters);
                outputs.put(name, template);
            } catch (BadExpression e) {
                throw source.invalid("outputs", name, InvalidTemplate.reason(e));
            }
        }
        return outputs;
    }

    private void checkOutput(
            String name, List<Reference> references, Actions actions, Map<String, WorkflowParameter> parameters) {
        for (Reference reference : references) {
            if (reference instanceof Reference.Action action && Definition.inside(actions, action.name()) == null) {
                throw source.invalid(
                        "outputs", name, "the action '" + action.name() + "' is not defined in the template");
            }
            if (reference instanceof Reference.Parameter parameter
                    && NamedParts.find(parameters, parameter.name()) == null) {
                throw source.invalid(
                        "outputs", name, "the parameter '" + parameter.name() + "' is not defined in the template");
            }
        }
    }
}
