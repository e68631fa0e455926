package dev.postern.workflow.expression;

import static dev.postern.workflow.expression.Function.MANY;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Conversions between types. XML is not supported: {@code xml} and {@code xpath} are unknown functions. */
final class ConversionFunctions {
    /** Longer texts are not parsed as numbers, because that would take too long. */
    static final int MAX_NUMBER_LENGTH = 1_000;

    private static final int MAX_SCALE = 10_000;

    private ConversionFunctions() {}

    static List<Function> all() {
        return List.of(
                f("int", 1, 1, ConversionFunctions::integer),
                f("float", 1, 2, ConversionFunctions::floating),
                f("decimal", 1, 1, ConversionFunctions::decimal),
                f("bool", 1, 1, ConversionFunctions::bool),
                f("string", 1, 1, a -> a.result(ValueText.of(a.at(0)))),
                f("json", 1, 1, ConversionFunctions::json),
                f("array", 1, 1, a -> JsonValues.array().add(a.at(0))),
                f("createArray", 1, MANY, ConversionFunctions::createArray));
    }

    private static Function f(String name, int min, int max, Function.Eager body) {
        return new Function(name, min, max, body);
    }

    private static JsonNode integer(FunctionArguments arguments) {
        JsonNode value = arguments.at(0);
        try {
            if (value.isNumber()) {
                return JsonValues.number(ValueComparison.decimal(value).longValueExact());
            }
            if (value.isString()) {
                String text = value.stringValue().strip();
                if (text.length() > MAX_NUMBER_LENGTH || !text.matches("[+-]?[0-9][0-9,]*")) {
                    throw arguments.notConvertible();
                }
                return JsonValues.number(new BigDecimal(text.replace(",", "")).longValueExact());
            }
        } catch (ArithmeticException e) {
            throw arguments.notConvertible();
        }
        throw arguments.notConvertible();
    }

    private static JsonNode floating(FunctionArguments arguments) {
        if (arguments.at(0).isNumber()) {
            return JsonValues.number(arguments.at(0).doubleValue());
        }
        double value = number(arguments, arguments.count() == 2 ? Locales.of(arguments, 1) : Locale.US)
                .doubleValue();
        if (!Double.isFinite(value)) {
            throw arguments.notConvertible();
        }
        return JsonValues.number(value);
    }

    private static JsonNode decimal(FunctionArguments arguments) {
        BigDecimal value =
                arguments.at(0).isNumber() ? ValueComparison.decimal(arguments.at(0)) : number(arguments, Locale.US);
        return tools.jackson.databind.node.JsonNodeFactory.instance.numberNode(value);
    }

    private static BigDecimal number(FunctionArguments arguments, Locale locale) {
        if (!arguments.at(0).isString()) {
            throw arguments.notConvertible();
        }
        var symbols = java.text.DecimalFormatSymbols.getInstance(locale);
        String text = arguments
                .text(0)
                .strip()
                .replace(String.valueOf(symbols.getGroupingSeparator()), "")
                .replace(symbols.getDecimalSeparator(), '.');
        if (text.length() > MAX_NUMBER_LENGTH) {
            throw arguments.notConvertible();
        }
        try {
            BigDecimal number = new BigDecimal(text);
            if (Math.abs((long) number.scale()) <= MAX_SCALE) {
                return number;
            }
        } catch (NumberFormatException e) {
            // handled below
        }
        throw arguments.notConvertible();
    }

    private static JsonNode bool(FunctionArguments arguments) {
        JsonNode value = arguments.at(0);
        if (value.isBoolean()) {
            return value;
        }
        if (value.isNumber()) {
            return JsonValues.flag(ValueComparison.decimal(value).signum() != 0);
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

    private static JsonNode json(FunctionArguments arguments) {
        JsonNode value = arguments.at(0);
        if (value.isContainer() && !ValueText.isBinary(value)) {
            return value;
        }
        try {
            return JsonValues.parse(arguments.text(0));
        } catch (IllegalArgumentException e) {
            throw arguments.invalid("The provided value cannot be parsed as JSON: '" + e.getMessage() + "'.");
        }
    }

    private static JsonNode createArray(FunctionArguments arguments) {
        ArrayNode made = JsonValues.array();
        return made.addAll(arguments.values());
    }
}
