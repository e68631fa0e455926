package dev.postern.workflow.template;

import dev.postern.query.Folding;
import dev.postern.workflow.expression.JsonValues;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.LongBinaryOperator;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Logic, numbers and conversions. */
final class ValueFunctions {
    private ValueFunctions() {}

    static void addTo(TemplateFunctions all) {
        logic(all);
        numbers(all);
        conversions(all);
    }

    private static void logic(TemplateFunctions all) {
        all.flag("equals", 2, 2, a -> a.at(0).equals(a.at(1)) || sameText(a.at(0), a.at(1)));
        all.flag("not", 1, 1, a -> !a.flag(0));
        all.flag(
                "and",
                2,
                TemplateFunctions.MANY,
                a -> IntStream.range(0, a.size()).allMatch(a::flag));
        all.flag(
                "or",
                2,
                TemplateFunctions.MANY,
                a -> IntStream.range(0, a.size()).anyMatch(a::flag));
        all.flag("true", 0, 0, a -> true);
        all.flag("false", 0, 0, a -> false);
        all.add("null", 0, 0, a -> JsonValues.nothing());
        all.flag("less", 2, 2, a -> compare(a) < 0);
        all.flag("lessOrEquals", 2, 2, a -> compare(a) <= 0);
        all.flag("greater", 2, 2, a -> compare(a) > 0);
        all.flag("greaterOrEquals", 2, 2, a -> compare(a) >= 0);
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

    private static void numbers(TemplateFunctions all) {
        number(all, "add", Math::addExact);
        number(all, "sub", Math::subtractExact);
        number(all, "mul", Math::multiplyExact);
        number(all, "div", (x, y) -> x / y);
        number(all, "mod", (x, y) -> x % y);
        number(all, "min", Math::min);
        number(all, "max", Math::max);
    }

    private static void number(TemplateFunctions all, String name, LongBinaryOperator body) {
        all.add(name, 2, 2, a -> {
            try {
                return TemplateArguments.integer(body.applyAsLong(a.number(0), a.number(1)));
            } catch (ArithmeticException e) {
                throw a.wrong("has no result for these numbers");
            }
        });
    }

    private static void conversions(TemplateFunctions all) {
        all.text("string", 1, 1, a -> a.printed(0));
        all.text(
                "base64",
                1,
                1,
                a -> Base64.getEncoder().encodeToString(a.text(0).getBytes(StandardCharsets.UTF_8)));
        all.text("base64ToString", 1, 1, a -> new String(unbased(a), StandardCharsets.UTF_8));
        all.add("base64ToJson", 1, 1, a -> parsed(a, new String(unbased(a), StandardCharsets.UTF_8)));
        all.add("json", 1, 1, a -> parsed(a, a.text(0)));
        all.add("int", 1, 1, a -> {
            String text = a.printed(0);
            if (!text.matches("-?[0-9]{1,18}")) {
                throw a.wrong("expects an integer");
            }
            return TemplateArguments.integer(Long.parseLong(text));
        });
        all.flag("bool", 1, 1, a -> switch (Folding.lower(a.printed(0))) {
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
