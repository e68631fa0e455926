package dev.postern.workflow.expression;

import java.time.LocalDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Date and time formats of .NET: single letters for standard formats, or custom patterns. */
final class DatePatterns {
    private static final Map<String, String> STANDARD = Map.ofEntries(
            Map.entry("d", "M/d/yyyy"),
            Map.entry("D", "dddd, MMMM d, yyyy"),
            Map.entry("f", "dddd, MMMM d, yyyy h:mm tt"),
            Map.entry("F", "dddd, MMMM d, yyyy h:mm:ss tt"),
            Map.entry("g", "M/d/yyyy h:mm tt"),
            Map.entry("G", "M/d/yyyy h:mm:ss tt"),
            Map.entry("m", "MMMM d"),
            Map.entry("M", "MMMM d"),
            Map.entry("o", "yyyy-MM-ddTHH:mm:ss.fffffffK"),
            Map.entry("O", "yyyy-MM-ddTHH:mm:ss.fffffffK"),
            Map.entry("r", "ddd, dd MMM yyyy HH:mm:ss 'GMT'"),
            Map.entry("R", "ddd, dd MMM yyyy HH:mm:ss 'GMT'"),
            Map.entry("s", "yyyy-MM-ddTHH:mm:ss"),
            Map.entry("t", "h:mm tt"),
            Map.entry("T", "h:mm:ss tt"),
            Map.entry("u", "yyyy-MM-dd HH:mm:ss'Z'"),
            Map.entry("U", "dddd, MMMM d, yyyy h:mm:ss tt"),
            Map.entry("y", "MMMM yyyy"),
            Map.entry("Y", "MMMM yyyy"));

    private DatePatterns() {}

    /** Formats a time; null if the pattern is invalid. */
    static @Nullable String format(Timestamp time, String pattern, Locale locale) {
        if (pattern.isEmpty()) {
            return format(time, "o", locale);
        }
        if (pattern.length() == 1) {
            String standard = STANDARD.get(pattern);
            return standard == null ? null : format(time, standard, locale);
        }
        var text = new StringBuilder();
        int at = 0;
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            if (c == '\'' || c == '"') {
                int end = pattern.indexOf(c, at + 1);
                if (end < 0) {
                    return null;
                }
                text.append(pattern, at + 1, end);
                at = end + 1;
            } else if (c == '\\') {
                if (at + 1 == pattern.length()) {
                    return null;
                }
                text.append(pattern.charAt(at + 1));
                at += 2;
            } else if (c == '%') {
                at++;
            } else {
                int end = at;
                while (end < pattern.length() && pattern.charAt(end) == c) {
                    end++;
                }
                letters(text, time, c, end - at, locale);
                at = end;
            }
        }
        return text.toString();
    }

    private static void letters(StringBuilder text, Timestamp time, char letter, int count, Locale locale) {
        LocalDateTime t = time.local();
        switch (letter) {
            case 'y' -> {
                if (count <= 2) {
                    padded(text, t.getYear() % 100, count);
                } else {
                    padded(text, t.getYear(), count);
                }
            }
            case 'M' -> {
                if (count <= 2) {
                    padded(text, t.getMonthValue(), count);
                } else {
                    text.append(t.getMonth().getDisplayName(count == 3 ? TextStyle.SHORT : TextStyle.FULL, locale));
                }
            }
            case 'd' -> {
                if (count <= 2) {
                    padded(text, t.getDayOfMonth(), count);
                } else {
                    text.append(t.getDayOfWeek().getDisplayName(count == 3 ? TextStyle.SHORT : TextStyle.FULL, locale));
                }
            }
            case 'H' -> padded(text, t.getHour(), Math.min(count, 2));
            case 'h' -> padded(text, t.get(ChronoField.CLOCK_HOUR_OF_AMPM), Math.min(count, 2));
            case 'm' -> padded(text, t.getMinute(), Math.min(count, 2));
            case 's' -> padded(text, t.getSecond(), Math.min(count, 2));
            case 'f' -> text.append(fraction(t), 0, Math.min(count, 7));
            case 'F' -> shortFraction(text, fraction(t).substring(0, Math.min(count, 7)));
            case 't' -> text.append((t.getHour() < 12 ? "AM" : "PM"), 0, Math.min(count, 2));
            case 'K' -> text.append(time.suffix().repeat(count));
            case 'z' -> text.append(count == 1 ? "+0" : count == 2 ? "+00" : "+00:00");
            case 'g' -> text.append("A.D.");
            default -> text.append(String.valueOf(letter).repeat(count));
        }
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
        text.append(String.format(Locale.ROOT, "%0" + width + "d", number));
    }
}
