package dev.postern.workflow.template;

import dev.postern.query.Folding;
import dev.postern.workflow.expression.JsonValues;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongBinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The functions of templates that depend on nothing but their arguments. */
final class TemplateFunctions {
    private static final int MANY = 256;
    private static final Map<String, Entry> ALL = Map.copyOf(new TemplateFunctions().entries);

    private final Map<String, Entry> entries = new HashMap<>();

    private record Entry(int min, int max, Function<TemplateArguments, JsonNode> body) {}

    private TemplateFunctions() {
        texts();
        lists();
        logic();
        numbers();
        conversions();
    }

    private void add(String name, int min, int max, Function<TemplateArguments, JsonNode> body) {
        entries.put(Folding.lower(name), new Entry(min, max, body));
    }

    private void text(String name, int min, int max, Function<TemplateArguments, String> body) {
        add(name, min, max, a -> JsonValues.text(body.apply(a)));
    }

    private void flag(String name, int min, int max, Function<TemplateArguments, Boolean> body) {
        add(name, min, max, a -> JsonValues.flag(body.apply(a)));
    }

    /** Returns the value of a function; null if there is no such function. */
    static @Nullable JsonNode call(TemplateArguments arguments) {
        Entry entry = ALL.get(Folding.lower(arguments.function()));
        if (entry == null) {
            return null;
        }
        if (arguments.size() < entry.min() || arguments.size() > entry.max()) {
            throw arguments.wrong("does not accept " + arguments.size() + " arguments");
        }
        return entry.body().apply(arguments);
    }

    private void texts() {
        text("toLower", 1, 1, a -> Folding.lower(a.text(0)));
        text("toUpper", 1, 1, a -> Folding.upper(a.text(0)));
        text("trim", 1, 1, a -> a.text(0).strip());
        text("replace", 3, 3, a -> a.text(0).replace(a.text(1), a.text(2)));
        text("substring", 2, 3, TemplateFunctions::substring);
        text("format", 1, MANY, TemplateFunctions::format);
        text("join", 2, 2, a -> a.at(0).valueStream().map(JsonNode::asString).collect(Collectors.joining(a.text(1))));
        text("padLeft", 2, 3, TemplateFunctions::padLeft);
        text("uniqueString", 1, MANY, a -> Hashes.unique(printed(a)));
        text("guid", 1, MANY, a -> Hashes.guid(printed(a)));
        text(
                "uriComponent",
                1,
                1,
                a -> URLEncoder.encode(a.text(0), StandardCharsets.UTF_8).replace("+", "%20"));
        text("uriComponentToString", 1, 1, TemplateFunctions::decoded);
        text("uri", 2, 2, a -> resolved(a));
        flag("startsWith", 2, 2, a -> Folding.lower(a.text(0)).startsWith(Folding.lower(a.text(1))));
        flag("endsWith", 2, 2, a -> Folding.lower(a.text(0)).endsWith(Folding.lower(a.text(1))));
        add(
                "indexOf",
                2,
                2,
                a -> TemplateArguments.integer((long) Folding.lower(a.text(0)).indexOf(Folding.lower(a.text(1)))));
        add(
                "lastIndexOf",
                2,
                2,
                a -> TemplateArguments.integer((long) Folding.lower(a.text(0)).lastIndexOf(Folding.lower(a.text(1)))));
        add("split", 2, 2, TemplateFunctions::split);
    }

    private static List<String> printed(TemplateArguments a) {
        return IntStream.range(0, a.size()).mapToObj(a::printed).toList();
    }

    private static String decoded(TemplateArguments a) {
        try {
            return URLDecoder.decode(a.text(0).replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw a.wrong("expects an encoded text");
        }
    }

    private static String resolved(TemplateArguments a) {
        try {
            return URI.create(a.text(0)).resolve(a.text(1)).toString();
        } catch (IllegalArgumentException e) {
            throw a.wrong("expects a base URL and a relative one");
        }
    }

    private static String substring(TemplateArguments a) {
        String text = a.text(0);
        int start = a.index(1);
        int length = a.size() > 2 ? a.index(2) : Math.max(0, text.length() - start);
        if (start > text.length() || length > text.length() - start) {
            throw a.wrong("was asked for characters beyond the end of a text of " + text.length());
        }
        return text.substring(start, start + length);
    }

    /** Replaces {@code {0}} by the first argument behind the text. Formats of numbers are not supported. */
    private static String format(TemplateArguments a) {
        var result = new StringBuilder();
        String text = a.text(0);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean doubled = (c == '{' || c == '}') && i + 1 < text.length() && text.charAt(i + 1) == c;
            if (c != '{' || doubled) {
                result.append(c);
                i += doubled ? 1 : 0;
                continue;
            }
            int end = text.indexOf('}', i);
            String index = end < 0 ? "" : text.substring(i + 1, end);
            if (!index.matches("[0-9]{1,3}") || Integer.parseInt(index) + 1 >= a.size()) {
                throw a.wrong("has no value for '{" + index + "}'; formats behind ':' are not supported by Postern");
            }
            result.append(a.printed(Integer.parseInt(index) + 1));
            i = end;
        }
        return result.toString();
    }

    private static String padLeft(TemplateArguments a) {
        String pad = a.size() > 2 ? a.text(2) : " ";
        int missing = Math.min(a.index(1), 1_000) - a.printed(0).length();
        if (pad.length() != 1) {
            throw a.wrong("expects one character as argument 3");
        }
        return pad.repeat(Math.max(0, missing)) + a.printed(0);
    }

    private static JsonNode split(TemplateArguments a) {
        List<String> separators = a.at(1).isArray()
                ? a.at(1).valueStream().map(JsonNode::asString).toList()
                : List.of(a.text(1));
        ArrayNode parts = JsonValues.array();
        String pattern = separators.stream()
                .filter(one -> !one.isEmpty())
                .map(java.util.regex.Pattern::quote)
                .collect(Collectors.joining("|"));
        if (pattern.isEmpty()) {
            return parts.add(a.text(0));
        }
        Arrays.stream(a.text(0).split(pattern, -1)).forEach(parts::add);
        return parts;
    }

    private void lists() {
        add("concat", 1, MANY, TemplateFunctions::concat);
        add("createArray", 0, MANY, a -> array(a.values()));
        add("array", 1, 1, a -> a.at(0).isArray() ? a.at(0) : array(a.values()));
        add("createObject", 0, MANY, TemplateFunctions::object);
        add("first", 1, 1, a -> edge(a, true));
        add("last", 1, 1, a -> edge(a, false));
        add(
                "length",
                1,
                1,
                a -> TemplateArguments.integer(
                        a.at(0).isString() ? a.text(0).length() : (long) a.at(0).size()));
        add("skip", 2, 2, a -> part(a, Math.min(a.index(1), size(a)), size(a)));
        add("take", 2, 2, a -> part(a, 0, Math.min(a.index(1), size(a))));
        add("union", 1, MANY, TemplateFunctions::union);
        flag("contains", 2, 2, TemplateFunctions::contains);
        flag(
                "empty",
                1,
                1,
                a -> a.at(0).isNull()
                        || (a.at(0).isString() ? a.text(0).isEmpty() : a.at(0).isEmpty()));
        add(
                "coalesce",
                1,
                MANY,
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
        return JsonValues.text(String.join("", printed(a)));
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

    private void logic() {
        flag("equals", 2, 2, a -> a.at(0).equals(a.at(1)) || sameText(a.at(0), a.at(1)));
        flag("not", 1, 1, a -> !a.flag(0));
        flag("and", 2, MANY, a -> IntStream.range(0, a.size()).allMatch(a::flag));
        flag("or", 2, MANY, a -> IntStream.range(0, a.size()).anyMatch(a::flag));
        flag("true", 0, 0, a -> true);
        flag("false", 0, 0, a -> false);
        add("null", 0, 0, a -> JsonValues.nothing());
        flag("less", 2, 2, a -> compare(a) < 0);
        flag("lessOrEquals", 2, 2, a -> compare(a) <= 0);
        flag("greater", 2, 2, a -> compare(a) > 0);
        flag("greaterOrEquals", 2, 2, a -> compare(a) >= 0);
    }

    /** Texts are compared without regard to case. */
    private static boolean sameText(JsonNode one, JsonNode other) {
        return one.isString()
                && other.isString()
                && Folding.lower(one.stringValue()).equals(Folding.lower(other.stringValue()));
    }

    private static int compare(TemplateArguments a) {
        return a.at(0).isString() ? a.text(0).compareTo(a.text(1)) : Long.compare(a.number(0), a.number(1));
    }

    private void numbers() {
        number("add", Math::addExact);
        number("sub", Math::subtractExact);
        number("mul", Math::multiplyExact);
        number("div", (x, y) -> x / y);
        number("mod", (x, y) -> x % y);
        number("min", Math::min);
        number("max", Math::max);
    }

    private void number(String name, LongBinaryOperator body) {
        add(name, 2, 2, a -> {
            try {
                return TemplateArguments.integer(body.applyAsLong(a.number(0), a.number(1)));
            } catch (ArithmeticException e) {
                throw a.wrong("has no result for these numbers");
            }
        });
    }

    private void conversions() {
        text("string", 1, 1, a -> a.printed(0));
        text("base64", 1, 1, a -> Base64.getEncoder().encodeToString(a.text(0).getBytes(StandardCharsets.UTF_8)));
        text("base64ToString", 1, 1, a -> new String(unbased(a), StandardCharsets.UTF_8));
        add("base64ToJson", 1, 1, a -> parsed(a, new String(unbased(a), StandardCharsets.UTF_8)));
        add("json", 1, 1, a -> parsed(a, a.text(0)));
        add("int", 1, 1, a -> {
            String text = a.printed(0);
            if (!text.matches("-?[0-9]{1,18}")) {
                throw a.wrong("expects an integer");
            }
            return TemplateArguments.integer(Long.parseLong(text));
        });
        flag("bool", 1, 1, a -> switch (Folding.lower(a.printed(0))) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw a.wrong("expects 'true', 'false', 1 or 0");
        });
    }

    private static byte[] unbased(TemplateArguments a) {
        try {
            return Base64.getDecoder().decode(a.text(0));
        } catch (IllegalArgumentException e) {
            throw a.wrong("expects Base64");
        }
    }

    private static JsonNode parsed(TemplateArguments a, String text) {
        try {
            return text.equals("null") ? JsonValues.nothing() : JsonValues.parse(text);
        } catch (IllegalArgumentException e) {
            throw a.wrong("expects JSON");
        }
    }
}
