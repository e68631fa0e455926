package dev.postern.console.page;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/** How pages write times and sizes. */
public final class ShownTexts {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Pattern ISO =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.][0-9]{1,9})?Z");
    private static final long KIB = 1_024;

    private ShownTexts() {}

    /** A time in UTC without its fraction of a second; the text as it is if it is no time. */
    public static String time(String iso) {
        try {
            return TIME.format(Instant.parse(iso));
        } catch (DateTimeException e) {
            return iso;
        }
    }

    /** A text with the times in it as {@link #time} writes them. */
    public static String timesIn(String text) {
        return ISO.matcher(text).replaceAll(found -> time(found.group()) + " UTC");
    }

    /** A number of bytes, such as {@code 3.2 MB}. */
    public static String size(long bytes) {
        if (bytes < KIB) {
            return bytes + " B";
        }
        double number = bytes;
        int unit = -1;
        while (number >= KIB && unit < 3) {
            number /= KIB;
            unit++;
        }
        return String.format(
                Locale.ROOT, number < 10 ? "%.1f %s" : "%.0f %s", number, new String[] {"KB", "MB", "GB", "TB"}[unit]);
    }

    /** Whether a text that should be one visible line is none. */
    public static boolean hasControls(String text) {
        return text.codePoints().anyMatch(ShownTexts::isControl);
    }

    private static boolean isControl(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    /** A number with separators, such as {@code 100,000}. */
    public static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 1 message}, {@code 2 messages}. */
    public static String count(long number, String one, String many) {
        return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? one : many);
    }
}
