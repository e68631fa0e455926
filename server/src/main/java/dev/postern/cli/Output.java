package dev.postern.cli;

import dev.postern.query.Visible;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Prints objects as blocks of {@code Name : value}, or as a JSON array. */
final class Output {
    private static final JsonMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Output() {}

    /** Returns the output of a cmdlet; empty if there are no objects and JSON is not requested. */
    static String of(List<JsonNode> objects, boolean json) {
        if (json) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            objects.forEach(array::add);
            return json(array);
        }
        return objects.stream().map(Output::block).collect(Collectors.joining("\n"));
    }

    static String json(JsonNode node) {
        return PRETTY.writeValueAsString(node) + "\n";
    }

    private static String block(JsonNode object) {
        int width = object.propertyStream()
                .mapToInt(property -> property.getKey().length())
                .max()
                .orElse(0);
        return object.propertyStream()
                .map(property ->
                        property.getKey() + " ".repeat(width - property.getKey().length()) + " : "
                                + value(property.getValue()).replace("\n", "\n" + " ".repeat(width + 3)) + "\n")
                .collect(Collectors.joining());
    }

    static String value(JsonNode value) {
        return value.isArray()
                ? value.valueStream().map(Output::value).collect(Collectors.joining(", ", "{", "}"))
                : printable(raw(value));
    }

    /** Returns the text of a value that is no array, as it is. */
    static String raw(JsonNode value) {
        if (value.isBoolean()) {
            return value.booleanValue() ? "True" : "False";
        }
        return value.isNull() || value.isMissingNode() ? "" : value.isValueNode() ? value.asString() : value.toString();
    }

    /** Returns the name with its first letter in upper case. */
    static String first(String name) {
        return name.isEmpty() ? name : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    /** Replaces control characters, because a name chosen by someone else must not control the terminal. */
    static String printable(String text) {
        return Visible.text(text.replaceAll("[\\p{Cntrl}&&[^\n]]", "?"));
    }

    /** Returns the object without annotations, with names as PowerShell prints them: the first letter in upper case. */
    static JsonNode pascal(JsonNode node) {
        if (node.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> array.add(pascal(element)));
            return array;
        }
        if (!node.isObject()) {
            return node;
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            String name = property.getKey();
            // @odata.type, Guid@data.type, odata.type
            if (!name.contains("@") && !name.contains(".")) {
                object.set(first(name), pascal(property.getValue()));
            }
        }
        return object;
    }
}
