package dev.postern.calendar;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

/** Wall times as instants and as text. */
public final class WallTimes {
    private static final int TICK = 100;
    private static final String PATTERN = "dddd-dd-ddTdd:dd:dd.ddddddd";

    private WallTimes() {}

    /**
     * Writes a wall time with seven decimals, as events have it: {@code 2026-03-02T09:00:00.0000000}. Views do that several times for each
     * occurrence, so it does not go through a formatter.
     */
    public static String format(LocalDateTime wall) {
        char[] text = PATTERN.toCharArray();
        put(text, 0, 4, wall.getYear());
        put(text, 5, 2, wall.getMonthValue());
        put(text, 8, 2, wall.getDayOfMonth());
        put(text, 11, 2, wall.getHour());
        put(text, 14, 2, wall.getMinute());
        put(text, 17, 2, wall.getSecond());
        put(text, 20, 7, wall.getNano() / TICK);
        return new String(text);
    }

    private static void put(char[] text, int at, int digits, int number) {
        int rest = number;
        for (int i = at + digits - 1; i >= at; i--) {
            text[i] = (char) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /**
     * Reads what {@link #format} writes, and other forms of ISO 8601 without offset.
     *
     * @throws java.time.DateTimeException if it is not a wall time
     */
    public static LocalDateTime parse(String text) {
        if (!isFormatted(text)) {
            return LocalDateTime.parse(text);
        }
        return LocalDateTime.of(
                number(text, 0, 4),
                number(text, 5, 2),
                number(text, 8, 2),
                number(text, 11, 2),
                number(text, 14, 2),
                number(text, 17, 2),
                number(text, 20, 7) * TICK);
    }

    private static boolean isFormatted(String text) {
        if (text.length() != PATTERN.length()) {
            return false;
        }
        for (int i = 0; i < PATTERN.length(); i++) {
            char expected = PATTERN.charAt(i);
            char c = text.charAt(i);
            if (expected == 'd' ? c < '0' || c > '9' : c != expected) {
                return false;
            }
        }
        return true;
    }

    private static int number(String text, int at, int digits) {
        int number = 0;
        for (int i = at; i < at + digits; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }

    /** A time that does not exist is moved forward by the length of the gap; of two instants, the earlier one is meant. */
    public static Instant instant(LocalDateTime wall, ZoneId zone) {
        return wall.atZone(zone).toInstant();
    }
}
