package dev.postern.workflow.expression;

import java.io.Writer;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Making and reading the JSON values that expressions work on. */
public final class JsonValues {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

    private JsonValues() {}

    /** Parses a text. Throws {@link IllegalArgumentException} with the reason when it is not one JSON value. */
    public static JsonNode parse(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            if (node == null || node.isMissingNode()) {
                throw new IllegalArgumentException("The text holds no JSON value.");
            }
            return node;
        } catch (JacksonException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
    }

    public static JsonNode parse(byte[] text) {
        return parse(new String(text, java.nio.charset.StandardCharsets.UTF_8));
    }

    /** How many characters a value has when it is written down, told without writing it: it may have millions. */
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

    /** A property of an object by its exact name, or without regard to case the first in document order; null when absent. */
    public static @Nullable JsonNode property(JsonNode object, String name) {
        JsonNode exact = object.get(name);
        if (exact != null) {
            return exact;
        }
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            if (entry.getKey().equalsIgnoreCase(name)) {
                return entry.getValue();
            }
        }
        return null;
    }

    /** The kind of a value, as error texts name it. */
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
