package dev.postern.mailbox;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Stored JSON, and values of nodes that may be missing or of another type. */
final class StoredJson {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private StoredJson() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ObjectNode object(String text) {
        return (ObjectNode) MAPPER.readTree(text);
    }

    static ArrayNode array(String text) {
        return (ArrayNode) MAPPER.readTree(text);
    }

    static @Nullable String text(@Nullable JsonNode node) {
        return (node != null && node.isString()) ? node.stringValue() : null;
    }

    static String text(@Nullable JsonNode node, String otherwise) {
        return (node != null && node.isString()) ? node.stringValue() : otherwise;
    }

    static boolean flag(@Nullable JsonNode node, boolean otherwise) {
        return (node != null && node.isBoolean()) ? node.booleanValue() : otherwise;
    }
}
