package dev.postern.workflow.template;

import dev.postern.query.Folding;
import dev.postern.workflow.expression.JsonValues;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Functions on texts. */
final class TextFunctions {
    private TextFunctions() {}

    static void addTo(TemplateFunctions all) {
        all.text("toLower", 1, 1, a -> Folding.lower(a.text(0)));
        all.text("toUpper", 1, 1, a -> Folding.upper(a.text(0)));
        all.text("trim", 1, 1, a -> a.text(0).strip());
        all.text("replace", 3, 3, a -> a.text(0).replace(a.text(1), a.text(2)));
        all.text("substring", 2, 3, TextFunctions::substring);
        all.text("format", 1, TemplateFunctions.MANY, TextFunctions::format);
        all.text(
                "join",
                2,
                2,
                a -> a.at(0).valueStream().map(JsonNode::asString).collect(Collectors.joining(a.text(1))));
        all.text("padLeft", 2, 3, TextFunctions::padLeft);
        all.text("uniqueString", 1, TemplateFunctions.MANY, a -> Hashes.unique(a.printed()));
        all.text("guid", 1, TemplateFunctions.MANY, a -> Hashes.guid(a.printed()));
        all.text(
                "uriComponent",
                1,
                1,
                a -> URLEncoder.encode(a.text(0), StandardCharsets.UTF_8).replace("+", "%20"));
        all.text("uriComponentToString", 1, 1, TextFunctions::decoded);
        all.text("uri", 2, 2, a -> resolved(a));
        all.flag("startsWith", 2, 2, a -> Folding.lower(a.text(0)).startsWith(Folding.lower(a.text(1))));
        all.flag("endsWith", 2, 2, a -> Folding.lower(a.text(0)).endsWith(Folding.lower(a.text(1))));
        all.add(
                "indexOf",
                2,
                2,
                a -> TemplateArguments.integer((long) Folding.lower(a.text(0)).indexOf(Folding.lower(a.text(1)))));
        all.add(
                "lastIndexOf",
                2,
                2,
                a -> TemplateArguments.integer((long) Folding.lower(a.text(0)).lastIndexOf(Folding.lower(a.text(1)))));
        all.add("split", 2, 2, TextFunctions::split);
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
}
