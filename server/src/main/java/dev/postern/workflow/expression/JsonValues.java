package dev.postern.workflow.expression;

import java.io.Writer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Creates and reads the JSON values of expressions. */
public final class JsonValues {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    /** The leniency of the parser that the service uses for {@code json()}. */
    private static final JsonMapper LENIENT = JsonMapper.builder()
            .enable(
                    JsonReadFeature.ALLOW_JAVA_COMMENTS,
                    JsonReadFeature.ALLOW_SINGLE_QUOTES,
                    JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES,
                    JsonReadFeature.ALLOW_TRAILING_COMMA,
                    JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .build();

    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

    private JsonValues() {}

    /** Parses a text. Throws {@link IllegalArgumentException} with the reason if it is not exactly one JSON value. */
    public static JsonNode parse(String text) {
        return parse(text, MAPPER);
    }

    /** As {@link #parse(String)}, with single quotes, names without quotes, comments and a comma after the last element allowed. */
    static JsonNode lenient(String text) {
        return parse(text, LENIENT);
    }

    private static JsonNode parse(String text, JsonMapper mapper) {
        try {
            JsonNode node = mapper.readTree(text);
            if (node == null || node.isMissingNode()) {
                throw new IllegalArgumentException("The text contains no JSON value.");
            }
            return node;
        } catch (JacksonException e) {
            // The library's message quotes the text, which may be a secret.
            TokenStreamLocation at = e.getLocation();
            throw new IllegalArgumentException(
                    at == null || at.getLineNr() < 1
                            ? "The JSON is malformed."
                            : "The JSON is malformed at line " + at.getLineNr() + ", column " + at.getColumnNr() + ".");
        }
    }

    /** Returns the length of a value as JSON without serialising it, because it may have millions of characters. */
    public static long length(JsonNode value) {
        Length length = new Length();
        MAPPER.writeValue(length, value);
        return length.characters;
    }

    private static final class Length extends Writer {
        private long characters;

        @Override
        public void write(char[] text, int from, int count) {
            characters += count;
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    public static JsonNode text(String value) {
        return MAKE.stringNode(value);
    }

    public static JsonNode number(long value) {
        return MAKE.numberNode(value);
    }

    public static JsonNode number(double value) {
        return MAKE.numberNode(value);
    }

    public static JsonNode flag(boolean value) {
        return MAKE.booleanNode(value);
    }

    public static JsonNode nothing() {
        return MAKE.nullNode();
    }

    public static JsonNode orNull(@Nullable JsonNode value) {
        return Objects.requireNonNullElse(value, MAKE.nullNode());
    }

    public static ObjectNode object() {
        return MAKE.objectNode();
    }

    public static ArrayNode array() {
        return MAKE.arrayNode();
    }

    /** Returns a property by its exact name, otherwise the first one in document order that matches without regard to case; null if absent. */
    public static @Nullable JsonNode property(JsonNode object, String name) {
        JsonNode exact = object.get(name);
        String found = exact == null ? name(object, name) : null;
        return found == null ? exact : object.get(found);
    }

    /** Returns the name of the property that a name means, null if there is none. */
    static @Nullable String name(JsonNode object, String name) {
        if (object.has(name)) {
            return name;
        }
        for (String other : object.propertyNames()) {
            if (Casing.same(other, name)) {
                return other;
            }
        }
        return null;
    }

    /** Returns the type of a value as error messages name it. */
    public static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "String";
            case NUMBER -> value.isIntegralNumber() ? "Integer" : "Float";
            case BOOLEAN -> "Boolean";
            case NULL, MISSING -> "Null";
            case ARRAY -> "Array";
            case OBJECT, POJO, BINARY -> "Object";
        };
    }
}
