package dev.postern.mailbox;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Extended properties in a change: unlike other collections they are not replaced as a whole, but one by one by their id. */
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
        for (JsonNode property : old) {
            String id = StoredJson.text(property.get("id"), "");
            boolean replaced = changed.valueStream().anyMatch(c -> id.equals(StoredJson.text(c.get("id"))));
            if (!replaced) {
                merged.add(property);
            }
        }
        return merged;
    }
}
