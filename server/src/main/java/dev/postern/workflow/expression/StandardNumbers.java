package dev.postern.workflow.expression;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import tools.jackson.databind.JsonNode;

/**
 * The standard number formats. A double is rounded from its exact binary value, to even in the middle; other numbers away from zero.
 *
 * @param precision the digits that are asked for, or -1
 */
record StandardNumbers(FunctionArguments arguments, JsonNode value, int precision, NumberCulture culture) {
    private static final int DEFAULT_DIGITS = 2;
    private static final int DOUBLE_DIGITS = 15;
    private static final int DECIMAL_DIGITS = 29;
    private static final int LONG_DIGITS = 19;

    String format(char letter) {
        return switch (letter) {
            case 'N', 'n' -> signed(fixed(exact(), or(DEFAULT_DIGITS), true));
            case 'F', 'f' -> signed(fixed(exact(), or(DEFAULT_DIGITS), false));
            case 'P', 'p' -> around(culture.percent(), fixed(exact().movePointRight(2), or(DEFAULT_DIGITS), true));
            case 'C', 'c' -> around(culture.currency(), fixed(exact(), or(culture.currencyDigits()), true));
            case 'E', 'e' -> signed(exponent(letter, or(6)));
            case 'G', 'g' -> signed(general((char) (letter - 'G' + 'E')));
            case 'R', 'r' -> signed(shortest((char) (letter - 'R' + 'E')));
            case 'D', 'd' ->
                sign(integer().signum() < 0) + padded(integer().abs().toString());
            case 'X' -> Casing.upper(bits(16));
            case 'x' -> bits(16);
            case 'B', 'b' -> bits(2);
            default -> throw invalid(letter);
        };
    }

    private EvaluationFailed invalid(char letter) {
        return arguments.invalid("The format '" + letter + "' is not a number format.");
    }

    private BigDecimal exact() {
        return isDouble() ? new BigDecimal(value.doubleValue()) : ValueComparison.decimal(value);
    }

    private boolean isDouble() {
        return NumberFormats.isDouble(value);
    }

    private RoundingMode rounding() {
        return isDouble() ? RoundingMode.HALF_EVEN : RoundingMode.HALF_UP;
    }

    private int or(int otherwise) {
        return precision < 0 ? otherwise : precision;
    }

    private boolean negative() {
        return isDouble() ? Math.copySign(1, value.doubleValue()) < 0 : exact().signum() < 0;
    }

    private String sign(boolean negative) {
        return negative ? culture.minus() : "";
    }

    /** A double keeps its sign when it is rounded to zero, other numbers do not. */
    private boolean showsSign(String digits) {
        return negative() && (isDouble() || digits.chars().anyMatch(c -> c >= '1' && c <= '9'));
    }

    private String signed(String digits) {
        return sign(showsSign(digits)) + digits;
    }

    private String around(String pattern, String digits) {
        return sign(showsSign(digits)) + pattern.replace("n", digits);
    }

    private String fixed(BigDecimal number, int digits, boolean grouped) {
        String text = number.abs().setScale(digits, rounding()).toPlainString();
        int point = text.indexOf('.');
        String whole = point < 0 ? text : text.substring(0, point);
        return (grouped ? culture.grouped(whole) : whole)
                + (point < 0 ? "" : culture.point() + text.substring(point + 1));
    }

    private String exponent(char letter, int digits) {
        BigDecimal size = exact().abs();
        if (size.signum() == 0) {
            return local(NumberText.exponent("0".repeat(digits + 1), 0, letter, 3));
        }
        BigDecimal rounded = size.round(new MathContext(digits + 1, rounding()));
        String shown = rounded.unscaledValue().toString();
        shown += "0".repeat(Math.max(0, digits + 1 - shown.length()));
        return local(NumberText.exponent(
                shown.substring(0, digits + 1), rounded.precision() - rounded.scale() - 1, letter, 3));
    }

    private String general(char letter) {
        if (precision <= 0) {
            return shortest(letter);
        }
        BigDecimal rounded = exact().abs().round(new MathContext(precision, rounding()));
        return local(rounded.signum() == 0 ? "0" : limited(rounded, letter));
    }

    private String limited(BigDecimal positive, char letter) {
        BigDecimal shortest = positive.stripTrailingZeros();
        String digits = shortest.unscaledValue().toString();
        int point = digits.length() - shortest.scale();
        return point > precision || point < -3
                ? NumberText.exponent(digits, point - 1, letter, 2)
                : shortest.toPlainString();
    }

    private String shortest(char letter) {
        if (isDouble()) {
            String text = NumberText.of(Math.abs(value.doubleValue()));
            return local(letter == 'e' ? text.replace('E', 'e') : text);
        }
        BigDecimal size = exact().abs();
        int digits = value.isBigDecimal() ? DECIMAL_DIGITS : LONG_DIGITS;
        return size.precision() > Math.max(digits, DOUBLE_DIGITS) && size.scale() <= 0
                ? local(NumberText.general(size, digits, letter))
                : local(size.toPlainString());
    }

    private String local(String text) {
        return text.replace(".", culture.point());
    }

    private BigInteger integer() {
        if (!value.isIntegralNumber()) {
            throw arguments.invalid("The format requires an integer.");
        }
        return value.bigIntegerValue();
    }

    private String padded(String digits) {
        return "0".repeat(Math.max(0, precision - digits.length())) + digits;
    }

    /** Negative numbers are shown as their 64 bits. */
    private String bits(int base) {
        BigInteger integer = integer();
        BigInteger shown = integer.signum() < 0 && integer.bitLength() < Long.SIZE
                ? integer.add(BigInteger.ONE.shiftLeft(Long.SIZE))
                : integer;
        return padded(shown.toString(base));
    }
}
