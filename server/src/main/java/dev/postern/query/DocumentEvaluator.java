package dev.postern.query;

import dev.postern.query.Condition.All;
import dev.postern.query.Condition.And;
import dev.postern.query.Condition.Any;
import dev.postern.query.Condition.Compare;
import dev.postern.query.Condition.Count;
import dev.postern.query.Condition.In;
import dev.postern.query.Condition.Match;
import dev.postern.query.Condition.Not;
import dev.postern.query.Condition.NumericText;
import dev.postern.query.Condition.Operator;
import dev.postern.query.Condition.Or;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Evaluates a condition on a document in memory. Directory objects are filtered with it. For conditions that a database
 * evaluates it is the reference that tests compare with. Stateless.
 */
public final class DocumentEvaluator {
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,18}");

    private DocumentEvaluator() {}

    public static boolean test(Condition condition, JsonNode document) {
        return switch (condition) {
            case And(var all) -> all.stream().allMatch(c -> test(c, document));
            case Or(var any) -> any.stream().anyMatch(c -> test(c, document));
            case Not(var inner) -> !test(inner, document);
            case Compare(var path, var operator, var literal) -> compare(at(document, path), operator, literal);
            case In(var path, var literals) -> {
                JsonNode value = at(document, path);
                yield literals.stream().anyMatch(l -> compare(value, Operator.EQ, l));
            }
            case Match(var path, var position, var text) -> match(at(document, path), position, text);
            case NumericText(var path, var operator, var number) -> {
                JsonNode value = at(document, path);
                yield value != null
                        && value.isString()
                        && WHOLE_NUMBER.matcher(value.stringValue()).matches()
                        && operator.accepts(Long.compare(Long.parseLong(value.stringValue()), number));
            }
            case Any(var path, var element) -> elements(document, path).stream().anyMatch(e -> test(element, e));
            case All(var path, var element) -> elements(document, path).stream().allMatch(e -> test(element, e));
            case Count(var path, var operator, var number) ->
                operator.accepts(Long.compare(elements(document, path).size(), number));
        };
    }

    /** Compares documents by the keys in order. Documents that agree in all keys are equal. */
    public static Comparator<JsonNode> comparator(List<Order> orders) {
        return (a, b) -> {
            for (Order order : orders) {
                int comparison = compareMissingFirst(key(a, order), key(b, order));
                if (comparison != 0) {
                    return order.descending() ? -comparison : comparison;
                }
            }
            return 0;
        };
    }

    /** Returns the value at a path, or null when it is missing or JSON null. */
    public static @Nullable JsonNode at(JsonNode document, Path path) {
        JsonNode node = document;
        for (String segment : path.segments()) {
            node = node == null || !node.isObject() ? null : node.get(segment);
        }
        return node == null || node.isNull() ? null : node;
    }

    private static boolean compare(@Nullable JsonNode node, Operator operator, Literal literal) {
        Value constant = Value.of(literal);
        if (constant == null) {
            return node == null ? operator == Operator.EQ : operator == Operator.NE;
        }
        Value value = Value.of(node, literal.type());
        return value == null ? operator == Operator.NE : operator.accepts(value.compare(constant));
    }

    private static boolean match(@Nullable JsonNode node, Condition.Position position, String text) {
        if (!(Value.of(node, ValueType.TEXT) instanceof Value.Text(var value))) {
            return false;
        }
        String part = Folding.fold(text);
        return switch (position) {
            case START -> value.startsWith(part);
            case END -> value.endsWith(part);
            case ANYWHERE -> Finding.contains(value, part);
        };
    }

    private static List<JsonNode> elements(JsonNode document, Path path) {
        JsonNode node = at(document, path);
        return node == null || !node.isArray() ? List.of() : node.valueStream().toList();
    }

    private static @Nullable Value key(JsonNode document, Order order) {
        Value value = Value.of(at(document, order.path()), order.type());
        if (order.ranking().isEmpty() || !(value instanceof Value.Text(var text))) {
            return value;
        }
        int rank = order.ranking().stream().map(Folding::fold).toList().indexOf(text);
        return rank < 0 ? null : new Value.Real(rank);
    }

    private static int compareMissingFirst(@Nullable Value a, @Nullable Value b) {
        if (a == null || b == null) {
            return Boolean.compare(a != null, b != null);
        }
        return a.compare(b);
    }
}
