package dev.postern.workflow.expression;

import java.math.BigDecimal;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads numbers as .NET does: white space around, a sign, group separators anywhere between the digits before the point.
 *
 * @param exponent whether an exponent is allowed; otherwise a sign after the digits is
 */
record NumberSyntax(char group, char point, boolean exponent) {
    /** Longer texts are not parsed as numbers, because that would take too long. */
    static final int MAX_LENGTH = 1_000;

    private static final int MAX_EXPONENT = 9_999;

    static final NumberSyntax WHOLE = new NumberSyntax(',', '.', false);

    static NumberSyntax floating(Locale locale) {
        var symbols = DecimalFormatSymbols.getInstance(locale);
        return new NumberSyntax(symbols.getGroupingSeparator(), symbols.getDecimalSeparator(), true);
    }

    /** Returns the number, or null if the text is not one. */
    @Nullable
    BigDecimal parse(String given) {
        String text = given.strip();
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return null;
        }
        boolean signed = text.charAt(0) == '-' || text.charAt(0) == '+';
        boolean negative = text.charAt(0) == '-';
        int at = signed ? 1 : 0;
        var digits = new StringBuilder();
        boolean fraction = false;
        int scale = 0;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c >= '0' && c <= '9') {
                digits.append(c);
                scale += fraction ? 1 : 0;
            } else if (c == point && !fraction) {
                fraction = true;
            } else if (fraction || digits.isEmpty() || !separates(c)) {
                break;
            }
        }
        if (digits.isEmpty()) {
            return null;
        }
        int power = 0;
        if (exponent && at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            String written = text.substring(at + 1);
            if (!written.matches("[+-]?[0-9]{1,9}")) {
                return null;
            }
            power = Integer.parseInt(written);
            at = text.length();
        } else if (!exponent && !signed && at == text.length() - 1 && "+-".indexOf(text.charAt(at)) >= 0) {
            negative = text.charAt(at) == '-';
            at++;
        }
        if (at < text.length() || Math.abs(power) > MAX_EXPONENT) {
            return null;
        }
        BigDecimal number = new BigDecimal(new java.math.BigInteger(digits.toString()), scale).scaleByPowerOfTen(power);
        return negative ? number.negate() : number;
    }

    /** Cultures that separate groups by a kind of space accept every kind of space. */
    private boolean separates(char c) {
        return c == group || (Character.isSpaceChar(group) && Character.isSpaceChar(c));
    }
}
