package dev.postern.itip;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates, and dates with times, as iCalendar writes them; with the punctuation of ISO 8601 too. */
final class DateValues {
    private static final Pattern FORM =
            Pattern.compile("(\\d{4})-?(\\d{2})-?(\\d{2})(?:[Tt](\\d{2}):?(\\d{2})(?::?(\\d{2}))?([Zz])?)?");

    private DateValues() {}

    record Value(LocalDateTime wall, boolean isDate, boolean isUtc) {}

    static Optional<Value> parse(String text) {
        Matcher found = FORM.matcher(text.strip());
        if (!found.matches()) {
            return Optional.empty();
        }
        try {
            LocalDate date = LocalDate.of(number(found, 1), number(found, 2), number(found, 3));
            if (found.group(4) == null) {
                return Optional.of(new Value(date.atStartOfDay(), true, false));
            }
            // a leap second is the second before it
            int second = found.group(6) == null ? 0 : Math.min(59, number(found, 6));
            int hour = number(found, 4);
            boolean midnight = hour == 24;
            LocalDateTime wall = date.atTime(LocalTime.of(midnight ? 0 : hour, number(found, 5), second))
                    .plusDays(midnight ? 1 : 0);
            return Optional.of(new Value(wall, false, found.group(7) != null));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static int number(Matcher found, int group) {
        return Integer.parseInt(found.group(group));
    }
}
