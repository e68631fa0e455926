package dev.postern.workflow.expression;

import java.time.LocalDateTime;
import java.time.temporal.ChronoField;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Date and time formats of .NET: single letters for standard formats, or custom patterns. */
final class DatePatterns {
    private static final int MAX_FRACTION = 7;
    private static final int MAX_WIDTH = 100;

    private DatePatterns() {}

    /** Formats a time; null if the pattern is invalid. */
    static @Nullable String format(Timestamp time, String pattern, Locale locale) {
        String wanted = pattern.isEmpty() ? "o" : pattern;
        if (wanted.length() > 1) {
            return custom(time, wanted, DateCulture.of(locale));
        }
        String invariant = DateCulture.invariant(wanted);
        if (invariant != null) {
            return custom(time, invariant, DateCulture.US);
        }
        DateCulture culture = DateCulture.of(locale);
        @Nullable String standard = culture.standard(wanted);
        return standard == null ? null : custom(time, standard, culture);
    }

    private static @Nullable String custom(Timestamp time, String pattern, DateCulture culture) {
        var text = new StringBuilder();
        boolean alone = !hasDay(pattern);
        int at = 0;
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            if (c == '\'' || c == '"') {
                int end = quoted(text, pattern, at);
                if (end < 0) {
                    return null;
                }
                at = end;
            } else if (c == '\\') {
                if (at + 1 == pattern.length()) {
                    return null;
                }
                text.append(pattern.charAt(at + 1));
                at += 2;
            } else if (c == '%') {
                if (at + 1 == pattern.length() || pattern.charAt(at + 1) == '%') {
                    return null;
                }
                at++;
            } else {
                int end = end(pattern, at);
                if (!letters(text, time, c, end - at, culture, alone)) {
                    return null;
                }
                at = end;
            }
        }
        return text.toString();
    }

    private static int end(String pattern, int start) {
        int end = start;
        while (end < pattern.length() && pattern.charAt(end) == pattern.charAt(start)) {
            end++;
        }
        return end;
    }

    /** Appends a quoted text and returns the position after it; -1 if it does not end. */
    private static int quoted(StringBuilder text, String pattern, int start) {
        char quote = pattern.charAt(start);
        int at = start + 1;
        while (at < pattern.length() && pattern.charAt(at) != quote) {
            if (pattern.charAt(at) == '\\') {
                at++;
            }
            if (at == pattern.length()) {
                return -1;
            }
            text.append(pattern.charAt(at));
            at++;
        }
        return at == pattern.length() ? -1 : at + 1;
    }

    /** Whether the pattern has the number of the day, beside which some languages put another form of the month. */
    private static boolean hasDay(String pattern) {
        for (int at = 0; at < pattern.length(); ) {
            char c = pattern.charAt(at);
            if (c == '\'' || c == '"') {
                int close = pattern.indexOf(c, at + 1);
                at = close < 0 ? pattern.length() : close + 1;
            } else {
                int end = end(pattern, at);
                if (c == 'd' && end - at <= 2) {
                    return true;
                }
                at = end;
            }
        }
        return false;
    }

    private static boolean letters(
            StringBuilder text, Timestamp time, char letter, int count, DateCulture culture, boolean alone) {
        LocalDateTime t = time.local();
        int width = Math.min(count, MAX_WIDTH);
        switch (letter) {
            case 'y' -> padded(text, count <= 2 ? t.getYear() % 100 : t.getYear(), width);
            case 'M' -> {
                if (count <= 2) {
                    padded(text, t.getMonthValue(), count);
                } else {
                    text.append(culture.month(t.getMonthValue(), count > 3, alone));
                }
            }
            case 'd' -> {
                if (count <= 2) {
                    padded(text, t.getDayOfMonth(), count);
                } else {
                    text.append(culture.day(t.getDayOfWeek(), count > 3));
                }
            }
            case 'H' -> padded(text, t.getHour(), Math.min(count, 2));
            case 'h' -> padded(text, t.get(ChronoField.CLOCK_HOUR_OF_AMPM), Math.min(count, 2));
            case 'm' -> padded(text, t.getMinute(), Math.min(count, 2));
            case 's' -> padded(text, t.getSecond(), Math.min(count, 2));
            case 'f', 'F' -> {
                if (count > MAX_FRACTION) {
                    return false;
                }
                String digits = fraction(t).substring(0, count);
                if (letter == 'f') {
                    text.append(digits);
                } else {
                    shortFraction(text, digits);
                }
            }
            case 't' -> {
                String half = culture.half(t.getHour() < 12);
                text.append(count == 1 ? half.substring(0, Math.min(1, half.length())) : half);
            }
            case 'K' -> text.append(time.suffix().repeat(count));
            case 'z' -> text.append(count == 1 ? "+0" : count == 2 ? "+00" : "+00:00");
            case 'g' -> text.append("A.D.");
            case '/' -> text.append(culture.dateSeparator().repeat(count));
            case ':' -> text.append(culture.timeSeparator().repeat(count));
            default -> text.append(String.valueOf(letter).repeat(count));
        }
        return true;
    }

    private static String fraction(LocalDateTime t) {
        return String.format(Locale.ROOT, "%07d", t.get(ChronoField.NANO_OF_SECOND) / 100);
    }

    /** Capital F omits trailing zeros, and the decimal point if no digits remain. */
    private static void shortFraction(StringBuilder text, String digits) {
        String rest = digits.replaceAll("0+$", "");
        if (rest.isEmpty() && !text.isEmpty() && text.charAt(text.length() - 1) == '.') {
            text.setLength(text.length() - 1);
        }
        text.append(rest);
    }

    private static void padded(StringBuilder text, int number, int width) {
        String digits = Integer.toString(number);
        text.append("0".repeat(Math.max(0, width - digits.length()))).append(digits);
    }
}
