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
 * A filter that has been understood. Immutable.
 *
 * @param condition over documents in which each property is an array of its values
 * @param properties those that the condition names, by their canonical names
 */
public record OpathFilter(Condition condition, Map<String, OpathProperty> properties) {
    public OpathFilter {
        properties = Map.copyOf(properties);
    }

    /**
     * Whether an object fulfils the condition.
     *
     * @param values the values of a property by its canonical name, as text; none when it has no value, several when any of them will do
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
