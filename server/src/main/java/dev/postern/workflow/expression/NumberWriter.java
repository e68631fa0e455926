package dev.postern.workflow.expression;

import dev.postern.workflow.expression.CustomNumbers.Digits;
import java.util.ArrayDeque;
import java.util.Deque;

/** Writes the digits of one number into the placeholders of a pattern, from left to right. */
final class NumberWriter {
    private static final int MAX_EXPONENT_DIGITS = 10;

    private final NumberPattern pattern;
    private final Digits digits;
    private final NumberCulture culture;
    private final StringBuilder made = new StringBuilder();
    /** Places, counted from the point, that a separator follows; the leftmost first. */
    private final Deque<Integer> separators = new ArrayDeque<>();

    private int used;
    /** The place of the next digit, counted from the point: 1 is the last before it. */
    private int place;
    /** Digits that the number has more before its point than the pattern, or fewer if negative. */
    private int surplus;

    private boolean pointWritten;

    NumberWriter(NumberPattern pattern, Digits digits, NumberCulture culture) {
        this.pattern = pattern;
        this.digits = digits;
        this.culture = culture;
        this.place = pattern.scientific() ? pattern.point() : Math.max(digits.point(), pattern.point());
        this.surplus = pattern.scientific() ? 0 : digits.point() - pattern.point();
        if (pattern.grouped()) {
            int shown = Math.max(pattern.first(), place + Math.min(surplus, 0));
            int index = 0;
            int at = culture.groups()[0];
            while (at < shown) {
                separators.push(at);
                index = Math.min(index + 1, culture.groups().length - 1);
                at += culture.groups()[index];
            }
        }
    }

    String write() {
        String text = pattern.text();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#' || c == '0' || c == '.') {
                surplusDigits();
            }
            int next = at + 1;
            switch (c) {
                case '#', '0' -> placeholder();
                case '.' -> point();
                case ',' -> {
                    // its effect was determined when the pattern was read
                }
                case '%' -> made.append('%');
                case '‰' -> made.append(culture.perMille());
                case '\'', '"' -> {
                    next = NumberPattern.afterQuote(text, at);
                    boolean closed = next - 1 > at && text.charAt(next - 1) == c;
                    made.append(text, at + 1, closed ? next - 1 : next);
                }
                case '\\' -> {
                    next = at + 2;
                    made.append(text, at + 1, Math.min(next, text.length()));
                }
                case 'E', 'e' -> {
                    int end = NumberPattern.exponentDigits(text, at);
                    next = end > 0 ? end : next;
                    if (end > 0 && pattern.scientific()) {
                        exponent(text.substring(at, end));
                    } else {
                        made.append(text, at, next);
                    }
                }
                default -> made.append(c);
            }
            at = next;
        }
        return made.toString();
    }

    private void surplusDigits() {
        while (surplus > 0) {
            String digit = digits.at(used);
            digit(digit.isEmpty() ? "0" : digit);
            used++;
            surplus--;
        }
    }

    private void placeholder() {
        if (surplus < 0) {
            surplus++;
            digit(place <= pattern.first() ? "0" : "");
            return;
        }
        String digit = digits.at(used);
        if (digit.isEmpty()) {
            digit = place > pattern.last() ? "0" : "";
        } else {
            used++;
        }
        digit(digit);
    }

    private void digit(String digit) {
        made.append(digit);
        place--;
        if (!digit.isEmpty() && !separators.isEmpty() && separators.peek() == place) {
            made.append(culture.group());
            separators.pop();
        }
    }

    private void point() {
        boolean digitsFollow =
                pattern.point() < pattern.places() && used < digits.text().length();
        if (place == 0 && !pointWritten && (pattern.last() < 0 || digitsFollow)) {
            made.append(culture.point());
            pointWritten = true;
        }
    }

    private void exponent(String sign) {
        int exponent = digits.isZero() ? 0 : digits.point() - pattern.point();
        int zeros = (int) sign.chars().filter(c -> c == '0').count();
        String power = Integer.toString(Math.abs(exponent));
        made.append(sign.charAt(0));
        if (exponent < 0) {
            made.append(culture.minus());
        } else if (sign.charAt(1) == '+') {
            made.append('+');
        }
        made.append("0".repeat(Math.max(0, Math.min(zeros, MAX_EXPONENT_DIGITS) - power.length())))
                .append(power);
    }
}
