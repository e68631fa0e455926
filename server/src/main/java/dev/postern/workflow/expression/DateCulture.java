package dev.postern.workflow.expression;

import java.text.DateFormatSymbols;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a culture says about dates: its standard patterns, separators and names. */
record DateCulture(Locale locale, String shortDate, String longDate, String shortTime, String longTime) {
    static final DateCulture US = new DateCulture(Locale.US, "M/d/yyyy", "dddd, MMMM d, yyyy", "h:mm tt", "h:mm:ss tt");

    private static final Map<String, String> INVARIANT = Map.of(
            "o", "yyyy-MM-ddTHH:mm:ss.fffffffK",
            "O", "yyyy-MM-ddTHH:mm:ss.fffffffK",
            "r", "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
            "R", "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
            "s", "yyyy-MM-ddTHH:mm:ss",
            "u", "yyyy-MM-dd HH:mm:ss'Z'");

    static DateCulture of(Locale locale) {
        if (locale.equals(Locale.US)) {
            return US;
        }
        return new DateCulture(
                locale,
                yearOfFourDigits(pattern(locale, FormatStyle.SHORT, null)),
                pattern(locale, FormatStyle.FULL, null),
                pattern(locale, null, FormatStyle.SHORT),
                pattern(locale, null, FormatStyle.MEDIUM));
    }

    /** Returns the custom pattern that a standard letter stands for, the same in all cultures; null if there is none. */
    static @Nullable String invariant(String letter) {
        return INVARIANT.get(letter);
    }

    /** Returns the custom pattern that a standard letter stands for in this culture; null if there is none. */
    @Nullable
    String standard(String letter) {
        return switch (letter) {
            case "d" -> shortDate;
            case "D" -> longDate;
            case "f" -> longDate + " " + shortTime;
            case "F", "U" -> longDate + " " + longTime;
            case "g" -> shortDate + " " + shortTime;
            case "G" -> shortDate + " " + longTime;
            case "m", "M" -> requested("MMMMd");
            case "t" -> shortTime;
            case "T" -> longTime;
            case "y", "Y" -> requested("yMMMM");
            default -> null;
        };
    }

    String dateSeparator() {
        return separator(shortDate, "dMy");
    }

    String timeSeparator() {
        return separator(longTime, "Hhms");
    }

    /** @param alone whether there is no day beside the month, which changes its form in some languages */
    String month(int number, boolean full, boolean alone) {
        TextStyle style = full ? TextStyle.FULL : TextStyle.SHORT;
        return Month.of(number).getDisplayName(alone ? style.asStandalone() : style, locale);
    }

    String day(DayOfWeek day, boolean full) {
        return day.getDisplayName(full ? TextStyle.FULL_STANDALONE : TextStyle.SHORT_STANDALONE, locale);
    }

    String half(boolean morning) {
        return DateFormatSymbols.getInstance(locale).getAmPmStrings()[morning ? 0 : 1];
    }

    private String requested(String skeleton) {
        if (locale.equals(Locale.US)) {
            return skeleton.equals("yMMMM") ? "MMMM yyyy" : "MMMM d";
        }
        return translated(
                DateTimeFormatterBuilder.getLocalizedDateTimePattern(skeleton, IsoChronology.INSTANCE, locale));
    }

    private static String pattern(Locale locale, @Nullable FormatStyle date, @Nullable FormatStyle time) {
        return translated(
                DateTimeFormatterBuilder.getLocalizedDateTimePattern(date, time, IsoChronology.INSTANCE, locale));
    }

    private static String yearOfFourDigits(String pattern) {
        return pattern.contains("yyyy") ? pattern : pattern.replace("yy", "yyyy");
    }

    /** The letters of Java as those of .NET. Every kind of space becomes an ordinary one. */
    private static String translated(String pattern) {
        var made = new StringBuilder();
        boolean quoted = false;
        for (int at = 0; at < pattern.length(); ) {
            char c = pattern.charAt(at);
            int end = at + 1;
            while (!quoted && end < pattern.length() && pattern.charAt(end) == c) {
                end++;
            }
            int count = end - at;
            quoted ^= c == '\'' && count % 2 == 1;
            if (quoted || c == '\'') {
                made.append(Character.isSpaceChar(c) ? " " : pattern.substring(at, end));
            } else {
                made.append(
                        switch (c) {
                            case 'E', 'c' -> count < 4 ? "ddd" : "dddd";
                            case 'L' -> "M".repeat(count);
                            case 'y', 'u' -> count == 1 ? "yyyy" : "y".repeat(count);
                            case 'a', 'B' -> "tt";
                            case 'G', 'v', 'z' -> "";
                            default -> Character.isSpaceChar(c) ? " " : pattern.substring(at, end);
                        });
            }
            at = end;
        }
        return made.toString().strip();
    }

    private static String separator(String pattern, String letters) {
        int start = 0;
        while (start < pattern.length() && letters.indexOf(pattern.charAt(start)) < 0) {
            start++;
        }
        while (start < pattern.length() && letters.indexOf(pattern.charAt(start)) >= 0) {
            start++;
        }
        int end = start;
        while (end < pattern.length() && letters.indexOf(pattern.charAt(end)) < 0) {
            end++;
        }
        return pattern.substring(start, end).replace("'", "");
    }
}
