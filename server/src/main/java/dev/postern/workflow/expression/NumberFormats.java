package dev.postern.workflow.expression;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The function {@code formatNumber}: number formats of .NET, standard letters with a precision and custom patterns. */
final class NumberFormats {
    private static final Pattern STANDARD = Pattern.compile("([A-Za-z])([0-9]{0,3})");

    private static final int MAX_SCALE = 1_000;
    private static final int MAX_PRECISION = 300;
    private static final int MAX_PATTERN_LENGTH = 200;

    private NumberFormats() {}

    static JsonNode format(FunctionArguments arguments) {
        JsonNode value = arguments.at(0);
        if (!value.isNumber() || !(value.isBigDecimal() || Double.isFinite(value.doubleValue()))) {
            throw arguments.wrong(0, "a number");
        }
        BigDecimal number = ValueComparison.decimal(value);
        if (Math.abs((long) number.scale()) > MAX_SCALE || number.precision() > MAX_SCALE) {
            throw arguments.invalid("The number has too many digits to be formatted.");
        }
        NumberCulture culture = NumberCulture.of(Locales.of(arguments, 2));
        String pattern = arguments.text(1);
        if (pattern.length() > MAX_PATTERN_LENGTH) {
            throw arguments.invalid("The format is longer than '" + MAX_PATTERN_LENGTH + "' characters.");
        }
        Matcher standard = STANDARD.matcher(pattern.isEmpty() ? "G" : pattern);
        if (!standard.matches()) {
            return arguments.result(CustomNumbers.format(number, isDouble(value), pattern, culture));
        }
        int precision = standard.group(2).isEmpty() ? -1 : Integer.parseInt(standard.group(2));
        if (precision > MAX_PRECISION) {
            throw arguments.invalid("The format asks for more than '" + MAX_PRECISION + "' digits.");
        }
        return arguments.result(new StandardNumbers(arguments, value, precision, culture)
                .format(standard.group(1).charAt(0)));
    }

    static boolean isDouble(JsonNode number) {
        return !number.isIntegralNumber() && !number.isBigDecimal();
    }
}
