package dev.postern.graph.directory;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Values with properties of their own. */
final class ComplexValues {
    private ComplexValues() {}

    /** A value over another one: properties that it does not have keep what they were, at every level. Lists are replaced as a whole. */
    static JsonNode over(@Nullable JsonNode below, JsonNode value) {
        if (!(below instanceof ObjectNode old) || !(value instanceof ObjectNode given)) {
            return value;
        }
        ObjectNode both = old.objectNode().setAll(old);
        for (Map.Entry<String, JsonNode> member : given.properties()) {
            both.set(member.getKey(), over(old.get(member.getKey()), member.getValue()));
        }
        return both;
    }

    /** As {@link #over}, for a change of a stored value: null removes a property, which then has its default again. */
    static JsonNode merged(@Nullable JsonNode before, JsonNode change) {
        if (!(change instanceof ObjectNode given)) {
            return change;
        }
        ObjectNode both = given.objectNode();
        if (before instanceof ObjectNode old) {
            both.setAll(old);
        }
        for (Map.Entry<String, JsonNode> member : given.properties()) {
            if (member.getValue().isNull()) {
                both.remove(member.getKey());
            } else {
                both.set(member.getKey(), merged(both.get(member.getKey()), member.getValue()));
            }
        }
        return both;
    }
}
