package dev.postern.workflow.expression;

import static dev.postern.workflow.expression.Function.MANY;

import dev.postern.query.Finding;
import java.math.BigInteger;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** String functions. Searches ignore case, as documented; {@code replace}, {@code split} and {@code contains} do not. */
final class StringFunctions {
    private StringFunctions() {}

    static List<Function> all() {
        return List.of(
                f("concat", 1, MANY, StringFunctions::concat),
                f("substring", 2, 3, StringFunctions::substring),
                f("slice", 2, 3, StringFunctions::slice),
                f("replace", 3, 3, StringFunctions::replace),
                f("split", 2, 2, StringFunctions::split),
                f("trim", 1, 1, a -> JsonValues.text(trimmed(a.text(0)))),
                f("toLower", 1, 1, a -> JsonValues.text(Casing.lower(a.text(0)))),
                f("toUpper", 1, 1, a -> JsonValues.text(Casing.upper(a.text(0)))),
                f("indexOf", 2, 2, a -> JsonValues.number(Finding.indexOf(folded(a, 0), folded(a, 1), 0))),
                f("lastIndexOf", 2, 2, StringFunctions::lastIndexOf),
                f("nthIndexOf", 3, 3, StringFunctions::nthIndexOf),
                f("startsWith", 2, 2, a -> JsonValues.flag(folded(a, 0).startsWith(folded(a, 1)))),
                f("endsWith", 2, 2, a -> JsonValues.flag(folded(a, 0).endsWith(folded(a, 1)))),
                f("guid", 0, 1, GuidFormats::make),
                f("formatNumber", 2, 3, NumberFormats::format),
                f("chunk", 2, 2, StringFunctions::chunk),
                f("isInt", 1, 1, a -> JsonValues.flag(isInteger(a.text(0)))),
                f("isFloat", 1, 2, StringFunctions::isFloat));
    }

    private static Function f(String name, int min, int max, Function.Eager body) {
        return new Function(name, min, max, body);
    }

    private static String folded(FunctionArguments arguments, int index) {
        return Casing.folded(arguments.text(index));
    }

    private static JsonNode isFloat(FunctionArguments arguments) {
        NumberSyntax syntax = NumberSyntax.floating(Locales.of(arguments, 1));
        return JsonValues.flag(syntax.parse(arguments.text(0)) != null);
    }

    /** White space is what .NET calls so: also the space that does not break, but no control characters except tabs and line ends. */
    private static String trimmed(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isSpace(char c) {
        return (c >= '\t' && c <= '\r') || c == '\u0085' || Character.isSpaceChar(c);
    }

    private static JsonNode concat(FunctionArguments arguments) {
        var text = new StringBuilder();
        for (JsonNode value : arguments.values()) {
            text.append(ValueText.of(value));
            arguments.length(text.length());
        }
        return arguments.result(text.toString());
    }

    private static JsonNode substring(FunctionArguments arguments) {
        String text = arguments.text(0);
        long start = arguments.integer(1);
        long length = arguments.count() == 3 ? arguments.integer(2) : text.length() - start;
        if (start < 0 || length < 0 || start + length > text.length()) {
            throw new EvaluationFailed("The template language function 'substring' parameters are out of range: "
                    + "'start index' and 'length' must be non-negative integers and their sum must be no larger than "
                    + "the length of the string. Please see https://aka.ms/logicexpressions#substring for usage "
                    + "details.");
        }
        return JsonValues.text(text.substring((int) start, (int) (start + length)));
    }

    private static JsonNode slice(FunctionArguments arguments) {
        String text = arguments.text(0);
        int start = fromEnd(arguments.place(1), text.length());
        int end = arguments.count() == 3 ? fromEnd(arguments.place(2), text.length()) : text.length();
        return JsonValues.text(start < end ? text.substring(start, end) : "");
    }

    private static int fromEnd(int place, int length) {
        return Math.clamp(place < 0 ? (long) place + length : place, 0, length);
    }

    private static JsonNode replace(FunctionArguments arguments) {
        if (arguments.text(1).isEmpty()) {
            throw arguments.invalid("The string to be replaced cannot be empty.");
        }
        return arguments.result(replaced(arguments));
    }

    /** Replaces after it has computed and checked the length of the result. */
    private static String replaced(FunctionArguments arguments) {
        String text = arguments.text(0);
        String wanted = arguments.text(1);
        String by = arguments.text(2);
        List<Integer> places = Finding.all(text, wanted);
        arguments.length(text.length() + (long) places.size() * (by.length() - wanted.length()));
        var made = new StringBuilder();
        int start = 0;
        for (int at : places) {
            made.append(text, start, at).append(by);
            start = at + wanted.length();
        }
        return made.append(text, start, text.length()).toString();
    }

    private static JsonNode split(FunctionArguments arguments) {
        ArrayNode parts = JsonValues.array();
        String separator = arguments.text(1);
        if (separator.isEmpty()) {
            return parts.add(arguments.text(0));
        }
        String text = arguments.text(0);
        int start = 0;
        for (int at : Finding.all(text, separator)) {
            parts.add(text.substring(start, at));
            start = at + separator.length();
        }
        return parts.add(text.substring(start));
    }

    private static JsonNode lastIndexOf(FunctionArguments arguments) {
        String text = folded(arguments, 0);
        String wanted = folded(arguments, 1);
        if (wanted.isEmpty()) {
            return JsonValues.number(text.isEmpty() ? 0 : text.length() - 1);
        }
        return JsonValues.number(Finding.lastIndexOf(text, wanted, text.length()));
    }

    private static JsonNode nthIndexOf(FunctionArguments arguments) {
        String text = folded(arguments, 0);
        String wanted = folded(arguments, 1);
        long occurrence = arguments.integer(2);
        if (occurrence == 0) {
            throw arguments.invalid("The occurrence cannot be zero.");
        }
        boolean backwards = occurrence < 0;
        int at = backwards ? text.length() : -1;
        for (long i = 0; i < Math.abs(occurrence); i++) {
            at = backwards ? Finding.lastIndexOf(text, wanted, at - 1) : Finding.indexOf(text, wanted, at + 1);
            if (at < 0 || wanted.isEmpty()) {
                return JsonValues.number(-1);
            }
        }
        return JsonValues.number(at);
    }

    private static JsonNode chunk(FunctionArguments arguments) {
        int size = arguments.place(1);
        if (size < 1) {
            throw arguments.invalid("The chunk size must be greater than zero.");
        }
        ArrayNode chunks = JsonValues.array();
        if (arguments.at(0).isArray()) {
            List<JsonNode> all = List.copyOf(arguments.at(0).values());
            for (int i = 0; i < all.size(); i += size) {
                chunks.addArray().addAll(all.subList(i, Math.min(all.size(), i + size)));
            }
        } else {
            String text = arguments.text(0);
            for (int i = 0; i < text.length(); i += size) {
                chunks.add(text.substring(i, Math.min(text.length(), i + size)));
            }
        }
        return chunks;
    }

    private static boolean isInteger(String text) {
        String digits = text.strip();
        if (digits.length() > NumberSyntax.MAX_LENGTH || !digits.matches("[+-]?[0-9]+")) {
            return false;
        }
        return new BigInteger(digits).bitLength() < Long.SIZE;
    }
}
