package dev.postern.mailbox;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Extended properties in a change. Unlike other collections they are not replaced as a whole, but one by one by their
 * id.
 */
final class ExtendedProperties {
    private ExtendedProperties() {}

    static void merge(@Nullable ObjectNode before, ObjectNode patch, ObjectNode into) {
        for (String name : List.of("singleValueExtendedProperties", "multiValueExtendedProperties")) {
            if (before != null
                    && before.get(name) instanceof ArrayNode old
                    && patch.get(name) instanceof ArrayNode changed) {
                into.set(name, merge(old, changed));
            }
        }
    }

    private static ArrayNode merge(ArrayNode old, ArrayNode changed) {
        ArrayNode merged = changed.deepCopy();
        Set<String> replaced = new HashSet<>();
        changed.forEach(property -> replaced.add(id(property)));
        for (JsonNode property : old) {
            if (!replaced.contains(id(property))) {
                merged.add(property);
            }
        }
        return merged;
    }

    private static String id(JsonNode property) {
        return ExtendedPropertyId.canonical(StoredJson.text(property.get("id"), ""));
    }
}
