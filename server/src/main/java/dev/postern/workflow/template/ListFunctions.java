package dev.postern.workflow.template;

import dev.postern.workflow.expression.JsonValues;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Functions on arrays, objects and their elements. */
final class ListFunctions {
    private ListFunctions() {}

    static void addTo(TemplateFunctions all) {
        all.add("concat", 1, TemplateFunctions.MANY, ListFunctions::concat);
        all.add("createArray", 0, TemplateFunctions.MANY, a -> array(a.values()));
        all.add("array", 1, 1, a -> a.at(0).isArray() ? a.at(0) : array(a.values()));
        all.add("createObject", 0, TemplateFunctions.MANY, ListFunctions::object);
        all.add("first", 1, 1, a -> edge(a, true));
        all.add("last", 1, 1, a -> edge(a, false));
        all.add(
                "length",
                1,
                1,
                a -> TemplateArguments.integer(
                        a.at(0).isString() ? a.text(0).length() : (long) a.at(0).size()));
        all.add("skip", 2, 2, a -> part(a, Math.min(a.index(1), size(a)), size(a)));
        all.add("take", 2, 2, a -> part(a, 0, Math.min(a.index(1), size(a))));
        all.add("union", 1, TemplateFunctions.MANY, ListFunctions::union);
        all.flag("contains", 2, 2, ListFunctions::contains);
        all.flag(
                "empty",
                1,
                1,
                a -> a.at(0).isNull()
                        || (a.at(0).isString() ? a.text(0).isEmpty() : a.at(0).isEmpty()));
        all.add(
                "coalesce",
                1,
                TemplateFunctions.MANY,
                a -> a.values().stream()
                        .filter(one -> !one.isNull())
                        .findFirst()
                        .orElseGet(JsonValues::nothing));
    }

    private static JsonNode array(List<JsonNode> values) {
        ArrayNode array = JsonValues.array();
        values.forEach(array::add);
        return array;
    }

    private static JsonNode concat(TemplateArguments a) {
        if (a.values().stream().allMatch(JsonNode::isArray)) {
            return array(a.values().stream().flatMap(JsonNode::valueStream).toList());
        }
        if (a.values().stream().anyMatch(JsonNode::isContainer)) {
            throw a.wrong("expects strings only or arrays only");
        }
        return JsonValues.text(String.join("", a.printed()));
    }

    private static JsonNode object(TemplateArguments a) {
        if (a.size() % 2 != 0) {
            throw a.wrong("expects names and values in pairs");
        }
        ObjectNode object = JsonValues.object();
        for (int i = 0; i < a.size(); i += 2) {
            object.set(a.text(i), a.at(i + 1));
        }
        return object;
    }

    private static int size(TemplateArguments a) {
        return a.at(0).isArray() ? a.at(0).size() : a.text(0).length();
    }

    private static JsonNode part(TemplateArguments a, int from, int to) {
        return a.at(0).isArray()
                ? array(a.at(0).valueStream().toList().subList(from, to))
                : JsonValues.text(a.text(0).substring(from, to));
    }

    private static JsonNode edge(TemplateArguments a, boolean first) {
        int size = size(a);
        if (a.at(0).isArray()) {
            return size == 0 ? JsonValues.nothing() : a.at(0).get(first ? 0 : size - 1);
        }
        return size == 0 ? a.at(0) : part(a, first ? 0 : size - 1, first ? 1 : size);
    }

    private static JsonNode union(TemplateArguments a) {
        if (a.values().stream().allMatch(JsonNode::isArray)) {
            return array(new ArrayList<>(new LinkedHashSet<>(
                    a.values().stream().flatMap(JsonNode::valueStream).toList())));
        }
        if (!a.values().stream().allMatch(JsonNode::isObject)) {
            throw a.wrong("expects arrays only or objects only");
        }
        ObjectNode all = JsonValues.object();
        a.values().forEach(one -> one.properties().forEach(entry -> all.set(entry.getKey(), entry.getValue())));
        return all;
    }

    private static boolean contains(TemplateArguments a) {
        JsonNode in = a.at(0);
        if (in.isString()) {
            return in.stringValue().contains(a.printed(1));
        }
        return in.isObject()
                ? JsonValues.property(in, a.text(1)) != null
                : in.valueStream().anyMatch(a.at(1)::equals);
    }
}
