package dev.postern.workflow.expression;

import dev.postern.query.Folding;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Number formats of .NET: standard letters with a precision, and custom patterns. */
final class NumberFormats {
    private static final Pattern STANDARD = Pattern.compile("([A-Za-z])([0-9]{0,2})");

    private static final int MAX_SCALE = 1_000;
    private static final int MAX_PATTERN_LENGTH = 200;

    private NumberFormats() {}

    static JsonNode format(FunctionArguments arguments) {
        if (!arguments.at(0).isNumber()) {
            throw arguments.wrong(0, "a number");
        }
        BigDecimal number = ValueComparison.decimal(arguments.at(0));
        if (Math.abs((long) number.scale()) > MAX_SCALE || number.precision() > MAX_SCALE) {
            throw arguments.invalid("The number has too many digits to be formatted.");
        }
        Locale locale = Locales.of(arguments, 2);
        String pattern = arguments.text(1);
        if (pattern.length() > MAX_PATTERN_LENGTH) {
            throw arguments.invalid("The format is longer than '" + MAX_PATTERN_LENGTH + "' characters.");
        }
        Matcher standard = STANDARD.matcher(pattern);
        if (!standard.matches()) {
            return JsonValues.text(custom(arguments, number, pattern, locale));
        }
        int precision = standard.group(2).isEmpty() ? -1 : Integer.parseInt(standard.group(2));
        return JsonValues.text(standard(arguments, number, standard.group(1), precision, locale));
    }

    private static String standard(
            FunctionArguments arguments, BigDecimal number, String letter, int precision, Locale locale) {
        int two = precision < 0 ? 2 : precision;
        return switch (Folding.upper(letter)) {
            case "N" -> digits("#,##0", two, locale).format(number);
            case "F" -> digits("0", two, locale).format(number);
            case "P" -> digits("#,##0", two, locale).format(number.movePointRight(2)) + "%";
            case "C" -> currency(number, two, locale);
            case "D" -> whole(arguments, number, Math.max(precision, 1));
            case "X" -> hexadecimal(arguments, number, letter, Math.max(precision, 1));
            case "E" -> exponent(number, letter, precision < 0 ? 6 : precision, locale);
            case "G", "R" -> ValueText.plain(number);
            default -> throw arguments.invalid("The format '" + letter + "' is not a number format.");
        };
    }

    private static DecimalFormat digits(String integer, int precision, Locale locale) {
        return rounding(precision == 0 ? integer : integer + "." + "0".repeat(precision), locale);
    }

    private static DecimalFormat rounding(String pattern, Locale locale) {
        DecimalFormat format = new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(locale));
        format.setRoundingMode(RoundingMode.HALF_UP);
        return format;
    }

    private static String currency(BigDecimal number, int precision, Locale locale) {
        DecimalFormat format = (DecimalFormat) java.text.NumberFormat.getCurrencyInstance(locale);
        format.setRoundingMode(RoundingMode.HALF_UP);
        format.setMinimumFractionDigits(precision);
        format.setMaximumFractionDigits(precision);
        return format.format(number);
    }

    private static String whole(FunctionArguments arguments, BigDecimal number, int precision) {
        String digits = exact(arguments, number).abs().toString();
        String sign = number.signum() < 0 ? "-" : "";
        return sign + "0".repeat(Math.max(0, precision - digits.length())) + digits;
    }

    private static String hexadecimal(FunctionArguments arguments, BigDecimal number, String letter, int precision) {
        String digits = Long.toHexString(exact(arguments, number).longValue());
        String padded = "0".repeat(Math.max(0, precision - digits.length())) + digits;
        return letter.equals("X") ? Folding.upper(padded) : padded;
    }

    private static java.math.BigInteger exact(FunctionArguments arguments, BigDecimal number) {
        try {
            return number.toBigIntegerExact();
        } catch (ArithmeticException e) {
            throw arguments.invalid("The format requires an integer.");
        }
    }

    private static String exponent(BigDecimal number, String letter, int precision, Locale locale) {
        String text = String.format(locale, "%." + precision + "e", number.doubleValue());
        int mark = text.indexOf('e');
        String power = text.substring(mark + 2);
        String padded = "0".repeat(Math.max(0, 3 - power.length())) + power;
        return text.substring(0, mark) + letter + text.charAt(mark + 1) + padded;
    }

    private static String custom(FunctionArguments arguments, BigDecimal number, String pattern, Locale locale) {
        try {
            return rounding(pattern, locale).format(number);
        } catch (IllegalArgumentException e) {
            throw arguments.invalid("The format '" + pattern + "' is not a number format.");
        }
    }
}
