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

/** Arrays, objects, and what texts have in common with them. */
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

    private static Function f(String name, int least, int most, Function.Eager body) {
        return new Function(name, least, most, body);
    }

    private static JsonNode length(Arguments arguments) {
        JsonNode value = arguments.at(0);
        if (value.isArray()) {
            return Json.number(value.size());
        }
        if (value.isString()) {
            return Json.number(value.stringValue().length());
        }
        throw arguments.wrong(0, "an array or a string");
    }

    private static JsonNode contains(Arguments arguments) {
        JsonNode where = arguments.at(0);
        if (where.isString()) {
            return Json.flag(Finding.indexOf(where.stringValue(), arguments.text(1), 0) >= 0);
        }
        if (where.isArray()) {
            return Json.flag(Values.contains(
                    where, arguments.at(1), arguments.evaluation().budget()));
        }
        if (where.isObject()) {
            return Json.flag(where.has(arguments.text(1)));
        }
        throw arguments.wrong(0, "a dictionary (object), an array or a string");
    }

    private static JsonNode empty(Arguments arguments) {
        JsonNode value = arguments.at(0);
        if (value.isNull() || value.isContainer()) {
            return Json.flag(value.isEmpty());
        }
        if (value.isString()) {
            return Json.flag(value.stringValue().isEmpty());
        }
        throw arguments.wrong(0, "an object, an array or a string");
    }

    private static JsonNode end(Arguments arguments, boolean first) {
        JsonNode value = arguments.at(0);
        if (value.isArray()) {
            return value.isEmpty() ? Json.nothing() : value.get(first ? 0 : value.size() - 1);
        }
        if (!value.isString()) {
            throw arguments.wrong(0, "an array or a string");
        }
        String text = value.stringValue();
        if (text.isEmpty()) {
            return value;
        }
        return Json.text(first ? text.substring(0, 1) : text.substring(text.length() - 1));
    }

    private static int count(Arguments arguments) {
        int count = arguments.place(1);
        if (count < 0) {
            throw arguments.invalid("The 'count' must not be negative.");
        }
        return count;
    }

    private static JsonNode skip(Arguments arguments) {
        List<JsonNode> all = List.copyOf(arguments.array(0).values());
        return Json.array().addAll(all.subList(Math.min(count(arguments), all.size()), all.size()));
    }

    private static JsonNode take(Arguments arguments) {
        int count = count(arguments);
        if (arguments.at(0).isString()) {
            String text = arguments.text(0);
            return Json.text(text.substring(0, Math.min(count, text.length())));
        }
        List<JsonNode> all = List.copyOf(arguments.array(0).values());
        return Json.array().addAll(all.subList(0, Math.min(count, all.size())));
    }

    private static JsonNode join(Arguments arguments) {
        String delimiter = arguments.text(1);
        var text = new StringBuilder();
        String before = "";
        for (JsonNode value : arguments.array(0).values()) {
            text.append(before).append(Texts.of(value));
            arguments.length(text.length());
            before = delimiter;
        }
        return arguments.result(text.toString());
    }

    private static JsonNode combine(Arguments arguments, boolean union) {
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
        return first.isArray() && arguments.count() == 1 ? arrays(first, Json.array(), true, budget) : result;
    }

    private static JsonNode arrays(JsonNode left, JsonNode right, boolean union, Budget budget) {
        ArrayNode made = Json.array();
        for (JsonNode element : left.values()) {
            if ((union || Values.contains(right, element, budget)) && !Values.contains(made, element, budget)) {
                made.add(element);
            }
        }
        if (union) {
            for (JsonNode element : right.values()) {
                if (!Values.contains(made, element, budget)) {
                    made.add(element);
                }
            }
        }
        return made;
    }

    private static JsonNode objects(JsonNode left, JsonNode right, boolean union, Budget budget) {
        ObjectNode made = Json.object();
        for (Map.Entry<String, JsonNode> entry : left.properties()) {
            @Nullable JsonNode other = right.get(entry.getKey());
            if (union || (other != null && Values.equal(other, entry.getValue(), budget))) {
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

    private static JsonNode reverse(Arguments arguments) {
        List<JsonNode> all = new ArrayList<>(arguments.array(0).values());
        Collections.reverse(all);
        return Json.array().addAll(all);
    }

    private static JsonNode sort(Arguments arguments) {
        List<JsonNode> all = new ArrayList<>(arguments.array(0).values());
        java.util.function.Function<JsonNode, JsonNode> key = arguments.count() == 1
                ? value -> value
                : value -> value.isObject() ? Json.orNull(Json.property(value, arguments.text(1))) : Json.nothing();
        Comparator<JsonNode> order = (left, right) -> {
            if (left.isNumber() && right.isNumber()) {
                return Values.compareNumbers(left, right);
            }
            if (left.isString() && right.isString()) {
                return left.stringValue().compareTo(right.stringValue());
            }
            throw arguments.invalid("The values to be sorted must all be numbers or all be strings.");
        };
        all.sort(Comparator.comparing(key, order));
        return Json.array().addAll(all);
    }
}
