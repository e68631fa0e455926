package dev.postern.opath;

import dev.postern.query.Condition;
import dev.postern.query.DocumentEvaluator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A parsed filter. Immutable.
 *
 * @param condition over documents in which each property is an array of its values
 * @param properties the properties in the condition, by their canonical names
 */
public record OpathFilter(Condition condition, Map<String, OpathProperty> properties) {
    public OpathFilter {
        properties = Map.copyOf(properties);
    }

    /**
     * Returns whether an object matches the condition.
     *
     * @param values returns the values of a property by its canonical name, as text; empty without a value, several if any of them may
     *     match
     */
    public boolean test(Function<String, List<String>> values) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        properties.forEach((name, property) -> {
            ArrayNode array = document.putArray(name);
            values.apply(name).forEach(value -> array.add(property.type().node(value)));
        });
        return DocumentEvaluator.test(condition, document);
    }
}
