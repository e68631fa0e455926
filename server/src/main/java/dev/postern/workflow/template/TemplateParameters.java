package dev.postern.workflow.template;

import dev.postern.query.Folding;
import dev.postern.workflow.expression.JsonValues;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Reads the parameters of a template and their values. */
final class TemplateParameters {
    private static final int MAX = 256;
    private static final String PARAMETERS = "parameters";

    private TemplateParameters() {}

    /** Returns the values of a parameters file, with or without its envelope. */
    static JsonNode values(JsonNode file) {
        JsonNode values = file.path(PARAMETERS).isObject() ? file.path(PARAMETERS) : file;
        if (!values.isObject()) {
            throw new InvalidArmTemplate("/" + PARAMETERS, "the values of the parameters must be an object");
        }
        return values;
    }

    /** Puts all parameters into a scope. */
    static void read(JsonNode declared, JsonNode values, TemplateScope scope) {
        if (declared.size() > MAX) {
            throw new InvalidArmTemplate("/" + PARAMETERS, "there are more than " + MAX + " parameters");
        }
        for (Map.Entry<String, JsonNode> value : values.properties()) {
            if (!value.getKey().startsWith("$")
                    && !value.getKey().equals("contentVersion")
                    && JsonValues.property(declared, value.getKey()) == null) {
                throw new InvalidArmTemplate(
                        "/" + PARAMETERS, "it has no parameter '" + value.getKey() + "', for which there is a value");
            }
        }
        for (Map.Entry<String, JsonNode> parameter : declared.properties()) {
            JsonNode value = value(parameter.getKey(), parameter.getValue(), values, scope);
            check(parameter.getKey(), parameter.getValue(), value);
            scope.put(parameter.getKey(), value);
        }
    }

    private static InvalidArmTemplate invalid(String name, String reason) {
        return new InvalidArmTemplate("/" + PARAMETERS + "/" + name, reason);
    }

    private static JsonNode value(String name, JsonNode declared, JsonNode values, TemplateScope scope) {
        JsonNode given = JsonValues.property(values, name);
        if (given != null) {
            if (given.has("reference")) {
                throw invalid(name, "a 'reference' to a key vault is not supported by Postern. Give a 'value'");
            }
            if (!given.isObject() || !given.has("value")) {
                throw invalid(name, "its entry in the parameters file must have the member 'value'");
            }
            return given.path("value");
        }
        if (declared.has("defaultValue")) {
            return scope.resolve("/" + PARAMETERS + "/" + name + "/defaultValue", declared.path("defaultValue"));
        }
        if (declared.path("nullable").asBoolean(false)) {
            return JsonValues.nothing();
        }
        throw invalid(name, "it has neither a value nor a default");
    }

    private static void check(String name, JsonNode declared, JsonNode value) {
        String type = declared.path("type").asString("");
        boolean right = switch (Folding.lower(type)) {
            case "string", "securestring" -> value.isString();
            case "int" -> value.isIntegralNumber();
            case "bool" -> value.isBoolean();
            case "array" -> value.isArray();
            case "object", "secureobject" -> value.isObject();
            default -> throw invalid(name, "the type '" + type + "' is not supported by Postern");
        };
        if (!right && !(value.isNull() && declared.path("nullable").asBoolean(false))) {
            throw invalid(name, "the value must be of the type '" + type + "', not " + JsonValues.kind(value));
        }
        JsonNode allowed = declared.path("allowedValues");
        if (allowed.isArray() && allowed.valueStream().noneMatch(value::equals)) {
            throw invalid(name, "the value is not one of 'allowedValues'");
        }
        range(name, declared, "minValue", "maxValue", value.isIntegralNumber() ? value.asLong() : null);
        range(
                name,
                declared,
                "minLength",
                "maxLength",
                value.isString()
                        ? Long.valueOf(value.stringValue().length())
                        : value.isArray() ? Long.valueOf(value.size()) : null);
    }

    private static void range(
            String name, JsonNode declared, String min, String max, @org.jspecify.annotations.Nullable Long value) {
        if (value != null
                && (value < declared.path(min).asLong(Long.MIN_VALUE)
                        || value > declared.path(max).asLong(Long.MAX_VALUE))) {
            throw invalid(name, "the value is outside of '" + min + "' and '" + max + "'");
        }
    }
}
