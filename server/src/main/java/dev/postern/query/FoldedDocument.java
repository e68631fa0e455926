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
 * The copy of a document on which an engine answers conditions for which there is no column: every text folded, every
 * point in time a number of ticks. So equal answers need no agreement between engines about case or dates.
 *
 * @param instants the paths (arrays do not count as a step) whose text is a point in time
 */
public record FoldedDocument(Set<Path> instants) {
    /** 100 nanoseconds, the finest step Graph writes. */
    private static final long TICKS_PER_SECOND = 10_000_000;

    public FoldedDocument {
        instants = Set.copyOf(instants);
    }

    /** Folds these properties of the document and leaves the others out. */
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

    /** What is left of the paths that go on with this step; for most properties none. */
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

    /** @param times where below this node, itself included, points in time stand */
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
                // a name no path can hold is a name nobody can ask for
                if (Path.isName(property.getKey())) {
                    object.set(property.getKey(), fold(property.getValue(), below(times, property.getKey())));
                }
            }
            return object;
        }
        // a number where a point in time belongs must not pass for ticks
        return node.isNumber() && times.contains(Path.SELF)
                ? JsonNodeFactory.instance.stringNode(node.toString())
                : node;
    }
}
