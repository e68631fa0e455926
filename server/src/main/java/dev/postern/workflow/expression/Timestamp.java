package dev.postern.workflow.expression;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A date and time as texts contain it, and whether it is UTC or has no offset. A text with an offset
 * is converted to UTC when it is read.
 */
record Timestamp(LocalDateTime local, boolean utc) {
    private static final Pattern ISO = Pattern.compile("([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:(?:[Tt]|"
            + " +)([0-9]{1,2}):([0-9]{1,2})(?::([0-9]{1,2})(?:[.,]([0-9]{1,9}))?)?)?"
            + "\\s*([Zz]|[+-][0-9]{2}:?[0-9]{2})?");

    /** Parses ISO 8601 or another common form; null if the text is no date. */
    static @Nullable Timestamp parse(String given) {
        return parse(given, DateCulture.US);
    }

    /** As {@link #parse(String)}, with the order of numbers and the names of a culture. */
    static @Nullable Timestamp parse(String given, DateCulture culture) {
        String text = given.strip();
        try {
            Matcher iso = ISO.matcher(text);
            return iso.matches() ? iso(iso) : DateText.parse(text, culture);
        } catch (java.time.DateTimeException e) {
            return null;
        }
    }

    private static Timestamp iso(Matcher m) {
        LocalDate date = LocalDate.of(number(m, 1), number(m, 2), number(m, 3));
        String fraction = m.group(7) == null ? "" : m.group(7);
        int nanos = Integer.parseInt((fraction + "000000000").substring(0, 9));
        // .NET has a resolution of 100 nanoseconds and drops finer digits too.
        LocalDateTime local = date.atTime(number(m, 4), number(m, 5), number(m, 6), nanos / 100 * 100);
        String zone = m.group(8);
        if (zone == null) {
            return new Timestamp(local, false);
        }
        if (zone.equalsIgnoreCase("Z")) {
            return new Timestamp(local, true);
        }
        return new Timestamp(
                local.atOffset(ZoneOffset.of(zone))
                        .withOffsetSameInstant(ZoneOffset.UTC)
                        .toLocalDateTime(),
                true);
    }

    private static int number(Matcher m, int group) {
        return m.group(group) == null ? 0 : Integer.parseInt(m.group(group));
    }

    Timestamp with(UnaryOperator<LocalDateTime> change) {
        return new Timestamp(change.apply(local), utc);
    }

    /** The suffix after the time in the round-trip format. */
    String suffix() {
        return utc ? "Z" : "";
    }

    /** Units of 100 nanoseconds since the beginning of the year 1. */
    long ticks() {
        LocalDateTime start = LocalDateTime.of(1, 1, 1, 0, 0);
        long seconds = ChronoUnit.SECONDS.between(start, local.truncatedTo(ChronoUnit.SECONDS));
        return seconds * 10_000_000 + local.get(java.time.temporal.ChronoField.NANO_OF_SECOND) / 100;
    }
}
