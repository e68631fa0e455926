package dev.postern.query;

import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Creates the copy of a document on which a database evaluates conditions on properties that have no column. Every text is folded and every
 * point in time is a number of ticks, so results do not depend on how a database compares case or dates.
 *
 * @param instants the paths whose text is a point in time; arrays do not count as a step
 */
public record FoldedDocument(Set<Path> instants) {
    /** 100 nanoseconds, the resolution of Graph's timestamps. */
    private static final long TICKS_PER_SECOND = 10_000_000;

    public FoldedDocument {
        instants = Set.copyOf(instants);
    }

    /** Folds these properties of the document and omits the others. */
    public ObjectNode of(JsonNode document, Set<String> properties) {
        ObjectNode folded = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> property : document.properties()) {
            if (properties.contains(property.getKey())) {
                folded.set(property.getKey(), fold(property.getValue(), below(instants, property.getKey())));
            }
        }
        return folded;
    }

    public static long ticks(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), TICKS_PER_SECOND), instant.getNano() / 100);
    }

    /** Returns the rest of the paths that start with this step; for most properties there are none. */
    private static Set<Path> below(Set<Path> paths, String step) {
        Set<Path> below = Set.of();
        for (Path path : paths) {
            if (!path.isSelf() && path.segments().getFirst().equals(step)) {
                below = below.isEmpty() ? new HashSet<>() : below;
                below.add(new Path(path.segments().subList(1, path.segments().size())));
            }
        }
        return below;
    }

    /** @param times the paths, relative to this node, that contain points in time */
    private static JsonNode fold(JsonNode node, Set<Path> times) {
        if (node.isString()) {
            String text = node.stringValue();
            JsonNode folded = JsonNodeFactory.instance.stringNode(Folding.fold(text));
            return times.contains(Path.SELF)
                    ? Moments.parse(text)
                            .<JsonNode>map(instant -> JsonNodeFactory.instance.numberNode(ticks(instant)))
                            .orElse(folded)
                    : folded;
        }
        if (node.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> array.add(fold(element, times)));
            return array;
        }
        if (node.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> property : node.properties()) {
                // no query can contain a name that is not valid in a path
                if (Path.isName(property.getKey())) {
                    object.set(property.getKey(), fold(property.getValue(), below(times, property.getKey())));
                }
            }
            return object;
        }
        // a number in a property of type DateTimeOffset must not be taken for ticks
        return node.isNumber() && times.contains(Path.SELF)
                ? JsonNodeFactory.instance.stringNode(node.toString())
                : node;
    }
}
