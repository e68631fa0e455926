package dev.postern.workflow.masking;

import dev.postern.workflow.compiled.Definition;
import dev.postern.workflow.definition.WorkflowParameter;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.masking.SecretNames.Place;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Masks secrets in everything written to the history: by name, by form, and values of secure parameters anywhere. */
@SuppressWarnings("ReferenceEquality") // what nothing was masked in is returned as it is, and recognised by that
public final class Masking {
    public static final String MASK = "*sanitized*";
    private static final Set<String> OPEN = Set.of("type", "audience", "identity");

    private final SecretValues values;

    private Masking(SecretValues values) {
        this.values = values;
    }

    public static Masking of(Definition definition) {
        return new Masking(new SecretValues(definition.parameters().values().stream()
                .filter(parameter -> parameter.type().secure())
                .map(WorkflowParameter::value)
                .toList()));
    }

    /** For stored data whose definition is not available. */
    public static Masking byForm() {
        return new Masking(new SecretValues(List.of()));
    }

    @Nullable
    public JsonNode orNull(@Nullable JsonNode value) {
        return value == null ? null : of(value);
    }

    /** Returns a new object for an object, which the caller may change; its members may be those of the given one. */
    public JsonNode of(JsonNode value) {
        JsonNode masked = of(value, Place.CONTENT);
        return masked == value && value instanceof ObjectNode object
                ? JsonValues.object().setAll(object)
                : masked;
    }

    public String text(String text) {
        return SecretTexts.mask(values.mask(text, MASK), MASK);
    }

    private JsonNode of(JsonNode value, Place place) {
        if (value.isObject()) {
            return object(value, place);
        }
        if (value.isArray()) {
            return array(value, place);
        }
        if (value.isString()) {
            String text = value.stringValue();
            String masked = text(text);
            return masked.equals(text) ? value : JsonValues.text(masked);
        }
        return value.isNumber() && values.any() && values.isOne(value.asString("")) ? JsonValues.text(MASK) : value;
    }

    /** Returns the same array if there is nothing to mask, as in most, so that no copy is made. */
    private JsonNode array(JsonNode array, Place place) {
        ArrayNode masked = JsonValues.array();
        boolean same = true;
        for (JsonNode element : array) {
            JsonNode other = of(element, place);
            same &= other == element;
            masked.add(other);
        }
        return same ? array : masked;
    }

    private JsonNode object(JsonNode object, Place place) {
        ObjectNode masked = JsonValues.object();
        boolean named = object.has("value") && isHeader(object);
        boolean same = true;
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            String name = entry.getKey();
            boolean secret = (named && name.equals("value")) || SecretNames.has(name, place);
            JsonNode value = secret ? hidden(entry.getValue()) : member(name, entry.getValue());
            String shown = text(name);
            same &= value == entry.getValue() && shown.equals(name);
            masked.set(shown, value);
        }
        return same ? object : masked;
    }

    /** Returns whether the object is a name-value pair of a header list. */
    private static boolean isHeader(JsonNode object) {
        String name = object.path("name").asString(object.path("key").asString(""));
        return SecretNames.has(name, Place.HEADERS);
    }

    private static JsonNode hidden(JsonNode value) {
        return value.isNull() || value.isBoolean() ? value : JsonValues.text(MASK);
    }

    private JsonNode member(String name, JsonNode value) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "authentication" -> value.isObject() ? authentication(value) : hidden(value);
            case "headers" -> of(value, Place.HEADERS);
            case "queries" -> of(value, Place.QUERIES);
            default -> of(value, Place.CONTENT);
        };
    }

    /** Keeps only the members that describe the authentication, without credentials. */
    private ObjectNode authentication(JsonNode authentication) {
        ObjectNode masked = JsonValues.object();
        for (Map.Entry<String, JsonNode> entry : authentication.properties()) {
            boolean open = OPEN.contains(entry.getKey());
            masked.set(entry.getKey(), open ? of(entry.getValue(), Place.CONTENT) : JsonValues.text(MASK));
        }
        return masked;
    }
}
