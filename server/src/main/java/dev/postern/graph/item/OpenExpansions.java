package dev.postern.graph.item;

import dev.postern.graph.odata.QueryOptions;
import dev.postern.http.Json;
import dev.postern.mailbox.MapiConditions;
import dev.postern.query.Condition;
import dev.postern.query.DocumentEvaluator;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The expansions of properties that programs add, for kinds of items for which none is computed. */
public final class OpenExpansions {
    private static final String EXTENSIONS = "extensions";
    private static final Set<String> NAMES =
            Set.of(EXTENSIONS, "singleValueExtendedProperties", "multiValueExtendedProperties");

    private OpenExpansions() {}

    /**
     * Adds one expansion.
     *
     * @param stored the properties of the item
     * @return false if it is the expansion of something else
     */
    public static boolean into(ObjectNode json, JsonNode stored, QueryOptions.Expand expand) {
        String name = expand.navigation();
        if (!NAMES.contains(name)) {
            return false;
        }
        Optional<Condition> filter = expand.options().filter();
        ArrayNode found = Json.array();
        stored.path(name).forEach(one -> {
            boolean matches = name.equals(EXTENSIONS)
                    ? matches(filter, one) || matches(filter, byItsName(one))
                    : matches(filter.map(MapiConditions::canonical), one);
            if (matches) {
                found.add(one);
            }
        });
        json.set(name, found);
        return true;
    }

    public static boolean matches(Optional<Condition> filter, JsonNode document) {
        return filter.map(condition -> DocumentEvaluator.test(condition, document))
                .orElse(true);
    }

    /** Programs use the name of an extension as well as its id. */
    public static ObjectNode byItsName(JsonNode extension) {
        ObjectNode named = (ObjectNode) extension.deepCopy();
        return named.put("id", extension.path("extensionName").stringValue(""));
    }
}
