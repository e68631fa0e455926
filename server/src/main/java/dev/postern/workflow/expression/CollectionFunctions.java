package dev.postern.workflow.expression;

import static dev.postern.workflow.expression.Function.MANY;

import dev.postern.query.Finding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Functions on arrays and objects, some of which also accept strings. */
final class CollectionFunctions {
    private CollectionFunctions() {}

    static List<Function> all() {
        return List.of(
                f("length", 1, 1, CollectionFunctions::length),
                f("contains", 2, 2, CollectionFunctions::contains),
                f("empty", 1, 1, CollectionFunctions::empty),
                f("first", 1, 1, a -> end(a, true)),
                f("last", 1, 1, a -> end(a, false)),
                f("skip", 2, 2, CollectionFunctions::skip),
                f("take", 2, 2, CollectionFunctions::take),
                f("join", 2, 2, CollectionFunctions::join),
                f("union", 1, MANY, a -> combine(a, true)),
                f("intersection", 1, MANY, a -> combine(a, false)),
                f("reverse", 1, 1, CollectionFunctions::reverse),
                f("sort", 1, 2, CollectionFunctions::sort));
    }

    private static Function f(String name, int min, int max, Function.Eager body) {
        return new Function(name, min, max, body);
    }

    private static JsonNode length(FunctionArguments arguments) {
        JsonNode value = arguments.plain(0);
        if (value.isArray()) {
            return JsonValues.number(value.size());
        }
        if (value.isString()) {
            return JsonValues.number(value.stringValue().length());
        }
        throw arguments.wrong(0, "an array or a string");
    }

    private static JsonNode contains(FunctionArguments arguments) {
        JsonNode where = arguments.at(0);
        if (where.isString()) {
            return JsonValues.flag(Finding.indexOf(where.stringValue(), arguments.text(1), 0) >= 0);
        }
        if (where.isArray()) {
            return JsonValues.flag(ValueComparison.contains(
                    where, arguments.at(1), arguments.evaluation().budget()));
        }
        if (where.isObject()) {
            return JsonValues.flag(where.has(arguments.text(1)));
        }
        throw arguments.wrong(0, "a dictionary (object), an array or a string");
    }

    private static JsonNode empty(FunctionArguments arguments) {
        JsonNode value = arguments.at(0);
        if (value.isNull() || value.isContainer()) {
            return JsonValues.flag(value.isEmpty());
        }
        if (value.isString()) {
            return JsonValues.flag(value.stringValue().isEmpty());
        }
        throw arguments.wrong(0, "an object, an array or a string");
    }

    private static JsonNode end(FunctionArguments arguments, boolean first) {
        JsonNode value = arguments.plain(0);
        if (value.isArray()) {
            return value.isEmpty() ? JsonValues.nothing() : value.get(first ? 0 : value.size() - 1);
        }
        if (!value.isString()) {
            throw arguments.wrong(0, "an array or a string");
        }
        String text = value.stringValue();
        if (text.isEmpty()) {
            return value;
        }
        return JsonValues.text(first ? text.substring(0, 1) : text.substring(text.length() - 1));
    }

    private static int count(FunctionArguments arguments) {
        int count = arguments.place(1);
        if (count < 0) {
            throw arguments.invalid("The 'count' must not be negative.");
        }
        return count;
    }

    private static JsonNode skip(FunctionArguments arguments) {
        List<JsonNode> all = List.copyOf(arguments.array(0).values());
        return JsonValues.array().addAll(all.subList(Math.min(count(arguments), all.size()), all.size()));
    }

    private static JsonNode take(FunctionArguments arguments) {
        int count = count(arguments);
        if (arguments.plain(0).isString()) {
            String text = arguments.text(0);
            return JsonValues.text(text.substring(0, Math.min(count, text.length())));
        }
        List<JsonNode> all = List.copyOf(arguments.array(0).values());
        return JsonValues.array().addAll(all.subList(0, Math.min(count, all.size())));
    }

    private static JsonNode join(FunctionArguments arguments) {
        String delimiter = arguments.text(1);
        var text = new StringBuilder();
        String before = "";
        for (JsonNode value : arguments.array(0).values()) {
            text.append(before).append(ValueText.of(value));
            arguments.length(text.length());
            before = delimiter;
        }
        return arguments.result(text.toString());
    }

    private static JsonNode combine(FunctionArguments arguments, boolean union) {
        JsonNode first = arguments.at(0);
        if (!first.isContainer()) {
            throw arguments.wrong(0, "an object or an array");
        }
        Budget budget = arguments.evaluation().budget();
        JsonNode result = first;
        for (int i = 1; i < arguments.count(); i++) {
            JsonNode next = first.isArray() ? arguments.array(i) : arguments.object(i);
            result = first.isArray() ? arrays(result, next, union, budget) : objects(result, next, union, budget);
        }
        return first.isArray() && arguments.count() == 1 ? arrays(first, JsonValues.array(), true, budget) : result;
    }

    private static JsonNode arrays(JsonNode left, JsonNode right, boolean union, Budget budget) {
        ArrayNode made = JsonValues.array();
        for (JsonNode element : left.values()) {
            if ((union || ValueComparison.contains(right, element, budget))
                    && !ValueComparison.contains(made, element, budget)) {
                made.add(element);
            }
        }
        if (union) {
            for (JsonNode element : right.values()) {
                if (!ValueComparison.contains(made, element, budget)) {
                    made.add(element);
                }
            }
        }
        return made;
    }

    private static JsonNode objects(JsonNode left, JsonNode right, boolean union, Budget budget) {
        ObjectNode made = JsonValues.object();
        for (Map.Entry<String, JsonNode> entry : left.properties()) {
            @Nullable JsonNode other = right.get(entry.getKey());
            if (union || (other != null && ValueComparison.equal(other, entry.getValue(), budget))) {
                made.set(entry.getKey(), entry.getValue());
            }
        }
        if (union) {
            for (Map.Entry<String, JsonNode> entry : right.properties()) {
                @Nullable JsonNode there = made.get(entry.getKey());
                boolean merge =
                        there != null && there.isObject() && entry.getValue().isObject();
                made.set(entry.getKey(), merge ? objects(there, entry.getValue(), true, budget) : entry.getValue());
            }
        }
        return made;
    }

    private static JsonNode reverse(FunctionArguments arguments) {
        List<JsonNode> all = new ArrayList<>(arguments.array(0).values());
        Collections.reverse(all);
        return JsonValues.array().addAll(all);
    }

    private static JsonNode sort(FunctionArguments arguments) {
        List<JsonNode> all = new ArrayList<>(arguments.array(0).values());
        java.util.function.Function<JsonNode, JsonNode> key = arguments.count() == 1
                ? value -> value
                : value -> value.isObject()
                        ? JsonValues.orNull(JsonValues.property(value, arguments.text(1)))
                        : JsonValues.nothing();
        Comparator<JsonNode> order = (left, right) -> {
            if (left.isNumber() && right.isNumber()) {
                return ValueComparison.compareNumbers(left, right);
            }
            if (left.isString() && right.isString()) {
                return left.stringValue().compareTo(right.stringValue());
            }
            throw arguments.invalid("The values to be sorted must all be numbers or all be strings.");
        };
        all.sort(Comparator.comparing(key, order));
        return JsonValues.array().addAll(all);
    }
}
