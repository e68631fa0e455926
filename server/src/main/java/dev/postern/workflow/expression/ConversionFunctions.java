package dev.postern.workflow.expression;

import static dev.postern.workflow.expression.Function.MANY;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Conversions between types. {@link XmlFunctions} has those that concern XML. */
final class ConversionFunctions {
    private ConversionFunctions() {}

    static List<Function> all() {
        return List.of(
                f("int", 1, 1, ConversionFunctions::integer),
                f("float", 1, 2, ConversionFunctions::floating),
                f("decimal", 1, 1, ConversionFunctions::decimal),
                f("bool", 1, 1, ConversionFunctions::bool),
                f("string", 1, 1, a -> a.result(ValueText.of(a.at(0)))),
                f("array", 1, 1, a -> JsonValues.array().add(a.at(0))),
                f("createArray", 1, MANY, ConversionFunctions::createArray));
    }

    private static Function f(String name, int min, int max, Function.Eager body) {
        return new Function(name, min, max, body);
    }

    /** Integers of any size stay as they are. A number with a fraction is not converted, but 3.0 is the integer 3. */
    private static JsonNode integer(FunctionArguments arguments) {
        JsonNode value = arguments.plain(0);
        if (value.isIntegralNumber()) {
            return value;
        }
        @Nullable BigDecimal number = null;
        if (value.isString()) {
            number = NumberSyntax.WHOLE.parse(value.stringValue());
        } else if (value.isNumber() && Double.isFinite(value.doubleValue())) {
            number = ValueComparison.decimal(value);
        }
        if (number == null || Math.abs((long) number.scale()) > NumberSyntax.MAX_LENGTH) {
            throw arguments.notConvertible();
        }
        try {
            BigInteger whole = number.toBigIntegerExact();
            return whole.bitLength() < Long.SIZE
                    ? JsonValues.number(whole.longValue())
                    : JsonNodeFactory.instance.numberNode(whole);
        } catch (ArithmeticException e) {
            throw arguments.notConvertible();
        }
    }

    private static JsonNode floating(FunctionArguments arguments) {
        double value = arguments.at(0).isNumber()
                ? arguments.at(0).doubleValue()
                : number(arguments, Locales.of(arguments, 1)).doubleValue();
        if (!Double.isFinite(value)) {
            throw arguments.notConvertible();
        }
        return JsonValues.number(value);
    }

    private static JsonNode decimal(FunctionArguments arguments) {
        JsonNode value = arguments.at(0);
        if (value.isNumber() && !Double.isFinite(value.doubleValue())) {
            throw arguments.notConvertible();
        }
        return Decimals.value(
                arguments, value.isNumber() ? ValueComparison.decimal(value) : number(arguments, Locale.US));
    }

    private static BigDecimal number(FunctionArguments arguments, Locale locale) {
        JsonNode value = arguments.plain(0);
        @Nullable
        BigDecimal number = value.isString() ? NumberSyntax.floating(locale).parse(value.stringValue()) : null;
        if (number == null) {
            throw arguments.notConvertible();
        }
        return number;
    }

    private static JsonNode bool(FunctionArguments arguments) {
        JsonNode value = arguments.plain(0);
        if (value.isBoolean()) {
            return value;
        }
        if (value.isNumber()) {
            return JsonValues.flag(value.doubleValue() != 0);
        }
        if (value.isString()) {
            String text = value.stringValue().strip();
            if (text.equalsIgnoreCase("true")) {
                return JsonValues.flag(true);
            }
            if (text.equalsIgnoreCase("false")) {
                return JsonValues.flag(false);
            }
        }
        throw arguments.notConvertible();
    }

    private static JsonNode createArray(FunctionArguments arguments) {
        ArrayNode made = JsonValues.array();
        return made.addAll(arguments.values());
    }
}
