package dev.postern.workflow.expression;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Custom number patterns: sections for positive, negative and zero, placeholders, groups, scaling, percent, exponents, literals. */
final class CustomNumbers {
    /** A double has no more digits in a custom pattern. */
    private static final MathContext DOUBLE = new MathContext(15, RoundingMode.HALF_EVEN);

    private CustomNumbers() {}

    static String format(BigDecimal number, boolean isDouble, String pattern, NumberCulture culture) {
        BigDecimal exact = isDouble ? new BigDecimal(number.doubleValue()).round(DOUBLE) : number;
        int section = section(pattern, exact.signum() == 0 ? 2 : exact.signum() < 0 ? 1 : 0);
        while (true) {
            NumberPattern layout = NumberPattern.of(pattern, section);
            Digits digits = Digits.of(exact.movePointRight(layout.shift()).abs(), layout);
            if (digits.isZero() && exact.signum() != 0) {
                int zero = section(pattern, 2);
                if (zero != section) {
                    section = zero;
                    exact = BigDecimal.ZERO;
                    continue;
                }
            }
            boolean negative = exact.signum() < 0 && section == 0 && (isDouble || !digits.isZero());
            return (negative ? culture.minus() : "") + new NumberWriter(layout, digits, culture).write();
        }
    }

    /** Returns where a section begins. A section that is missing or empty is replaced by the first. */
    private static int section(String pattern, int wanted) {
        int left = wanted;
        int at = 0;
        while (left > 0) {
            if (at >= pattern.length()) {
                return 0;
            }
            char c = pattern.charAt(at);
            if (c == '\'' || c == '"') {
                at = NumberPattern.afterQuote(pattern, at);
            } else if (c == '\\') {
                at += 2;
            } else {
                at++;
                left -= c == ';' ? 1 : 0;
            }
        }
        return at == 0 || (at < pattern.length() && pattern.charAt(at) != ';') ? at : 0;
    }

    /** Digits without leading zeros, and how many of them are before the point; negative if zeros follow the point. */
    record Digits(String text, int point) {
        static Digits of(BigDecimal size, NumberPattern layout) {
            if (size.signum() == 0) {
                return new Digits("", 0);
            }
            BigDecimal rounded = layout.scientific()
                    ? layout.places() == 0 ? size : size.round(new MathContext(layout.places(), RoundingMode.HALF_UP))
                    : size.setScale(layout.places() - layout.point(), RoundingMode.HALF_UP);
            BigDecimal shortest = rounded.stripTrailingZeros();
            if (shortest.signum() == 0) {
                return new Digits("", 0);
            }
            String digits = shortest.unscaledValue().toString();
            return new Digits(digits, digits.length() - shortest.scale());
        }

        boolean isZero() {
            return text.isEmpty();
        }

        /** Returns a digit; an empty text after the last. */
        String at(int index) {
            return index < text.length() ? text.substring(index, index + 1) : "";
        }
    }
}
