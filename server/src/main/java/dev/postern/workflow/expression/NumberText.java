package dev.postern.workflow.expression;

import java.math.BigDecimal;
import java.math.MathContext;
import tools.jackson.databind.JsonNode;

/** Numbers as .NET writes them without a format: the fewest digits that identify a double, an exponent only for very large and small ones. */
final class NumberText {
    /** A double with more digits before its point than this and than it has digits is written with an exponent. */
    private static final int PLAIN_DIGITS = 15;

    private static final int MAX_LENGTH = 1_000;

    private NumberText() {}

    static String of(JsonNode number) {
        if (number.isIntegralNumber()) {
            return number.bigIntegerValue().toString();
        }
        return number.isBigDecimal() ? plain(number.decimalValue()) : of(number.doubleValue());
    }

    /** As in JSON, where a number that is not an integer has a point or an exponent. */
    static String json(JsonNode number) {
        String text = of(number);
        boolean bare = !number.isIntegralNumber() && text.indexOf('.') < 0 && text.indexOf('E') < 0;
        return bare ? text + ".0" : text;
    }

    static String of(double number) {
        if (!Double.isFinite(number)) {
            return Double.isNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
        }
        String sign = Math.copySign(1, number) < 0 ? "-" : "";
        return sign + (number == 0 ? "0" : general(shortest(Math.abs(number)), PLAIN_DIGITS, 'E'));
    }

    /** Java writes at least two digits, also where one would identify the number. */
    private static BigDecimal shortest(double positive) {
        BigDecimal number = BigDecimal.valueOf(positive);
        if (number.precision() == 2) {
            BigDecimal one = number.round(new MathContext(1));
            return one.doubleValue() == positive ? one : number;
        }
        return number;
    }

    /** @param positive greater than zero */
    static String general(BigDecimal positive, int plainDigits, char letter) {
        BigDecimal shortest = positive.stripTrailingZeros();
        String digits = shortest.unscaledValue().toString();
        int point = digits.length() - shortest.scale();
        if (point > Math.max(plainDigits, digits.length()) || point < -3) {
            return exponent(digits, point - 1, letter, 2);
        }
        return shortest.toPlainString();
    }

    /** Digits with a point after the first, and an exponent with a sign. */
    static String exponent(String digits, int exponent, char letter, int width) {
        String power = Integer.toString(Math.abs(exponent));
        return digits.charAt(0)
                + (digits.length() == 1 ? "" : "." + digits.substring(1))
                + letter
                + (exponent < 0 ? '-' : '+')
                + "0".repeat(Math.max(0, width - power.length()))
                + power;
    }

    /** A decimal keeps the zeros at its end. */
    private static String plain(BigDecimal number) {
        return Math.abs((long) number.scale()) > MAX_LENGTH ? number.toString() : number.toPlainString();
    }
}
