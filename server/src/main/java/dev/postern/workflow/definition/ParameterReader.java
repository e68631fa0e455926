package dev.postern.workflow.definition;

import dev.postern.workflow.expression.JsonValues;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Combines the declarations of parameters with their given values. */
public final class ParameterReader {
    private static final int MAX_PARAMETERS = 50;
    /** Limited because everything written to the history is searched for each of them. */
    private static final int MAX_SECURE_VALUES = 200;

    private static final Set<String> MEMBERS =
            Set.of("type", "defaultValue", "allowedValues", "metadata", "description");

    private ParameterReader() {}

    public static Map<String, WorkflowParameter> read(Source source, JsonNode values) {
        var parameters = new LinkedHashMap<String, WorkflowParameter>();
        for (Map.Entry<String, JsonNode> entry :
                source.section("parameters", MAX_PARAMETERS).properties()) {
            parameters.put(entry.getKey(), parameter(source, entry.getKey(), entry.getValue(), values));
        }
        for (String given : values.propertyNames()) {
            if (NamedParts.find(parameters, given) == null) {
                throw new InvalidTemplate(
                        "The workflow parameter '" + given + "' is not defined in the template", "/parameters");
            }
        }
        return parameters;
    }

    private static WorkflowParameter parameter(Source source, String name, JsonNode declaration, JsonNode values) {
        if (!declaration.isObject()) {
            throw source.invalid("parameters", name, "it must be an object");
        }
        for (String member : declaration.propertyNames()) {
            if (!MEMBERS.contains(member)) {
                throw source.invalid("parameters", name, "the member '" + member + "' is not supported by Postern");
            }
        }
        String declared = declaration.path("type").asString("");
        WorkflowParameter.Type type = WorkflowParameter.Type.named(declared)
                .orElseThrow(() -> source.invalid(
                        "parameters",
                        name,
                        "the type '" + declared + "' must be one of 'String, SecureString, Int, Float, Bool, Array, "
                                + "Object, SecureObject'"));
        JsonNode value = value(name, declaration, values);
        if (value == null) {
            throw new InvalidTemplate(
                    "The value for the workflow parameter '" + name + "' " + source.place("parameters", name)
                            + " is not provided",
                    Source.pointer("parameters", name));
        }
        if (!type.accepts(value)) {
            throw source.invalid(
                    "parameters",
                    name,
                    "the provided value of type '" + JsonValues.kind(value) + "' does not match the expected type '"
                            + type.text() + "'");
        }
        if (type.secure() && values(value) > MAX_SECURE_VALUES) {
            throw source.invalid("parameters", name, "a secure object has at most '" + MAX_SECURE_VALUES + "' values");
        }
        JsonNode allowed = declaration.path("allowedValues");
        if (allowed.isArray() && allowed.values().stream().noneMatch(value::equals)) {
            throw source.invalid("parameters", name, "the provided value is not one of the allowed values");
        }
        return new WorkflowParameter(name, type, value);
    }

    private static int values(JsonNode value) {
        int values = value.isContainer() ? 0 : 1;
        for (JsonNode inner : value) {
            values += values(inner);
        }
        return values;
    }

    private static @Nullable JsonNode value(String name, JsonNode declaration, JsonNode values) {
        JsonNode given = values.isObject() ? JsonValues.property(values, name) : null;
        if (given != null && given.has("value")) {
            return given.get("value");
        }
        return declaration.get("defaultValue");
    }
}
