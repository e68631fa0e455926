package dev.postern.itip;

import dev.postern.calendar.InvalidRecurrence;
import dev.postern.calendar.Recurrence;
import dev.postern.calendar.RecurrenceRange;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a recurrence rule as the pattern and range with the same dates, or with the nearest ones. */
final class RuleReader {
    private static final int MAX_VALUES = 400;
    private static final List<String> DAYS = List.of("MO", "TU", "WE", "TH", "FR", "SA", "SU");

    private final Map<String, String> parts;
    private final LocalDateTime start;
    private final @Nullable ZoneId zone;

    /**
     * The result.
     *
     * @param recurrence null if nothing is near
     *
     * @param isExact whether it has the dates of the rule
     */
    record Rule(@Nullable Recurrence recurrence, boolean isExact) {}

    /** A day of the week, with its position or 0. */
    record Day(int position, DayOfWeek day) {}

    private RuleReader(Map<String, String> parts, LocalDateTime start, @Nullable ZoneId zone) {
        this.parts = parts;
        this.start = start;
        this.zone = zone;
    }

    /** @param zone of the start; null if it is a date */
    static Rule read(String text, LocalDateTime start, @Nullable ZoneId zone) {
        return new RuleReader(parts(text), start, zone).rule();
    }

    private Rule rule() {
        LocalDate date = start.toLocalDate();
        try {
            RulePattern.Found found = RulePattern.of(parts, date);
            Optional<RecurrenceRange> range = range(date);
            if (found.pattern() == null) {
                return new Rule(null, false);
            }
            Recurrence recurrence = new Recurrence(found.pattern(), range.orElse(new RecurrenceRange.NoEnd(date)));
            // a start that is no date of the rule is the first occurrence for others, and counts
            boolean phase = recurrence.first().equals(date);
            return new Rule(recurrence, found.isExact() && phase && range.isPresent());
        } catch (InvalidRecurrence e) {
            return new Rule(null, false);
        }
    }

    /** Empty if the end is not understood. */
    private Optional<RecurrenceRange> range(LocalDate date) {
        String count = parts.getOrDefault("COUNT", "");
        String until = parts.getOrDefault("UNTIL", "");
        if (!count.isEmpty()) {
            return numbers(count).stream()
                    .findFirst()
                    .filter(number -> number <= RecurrenceRange.MAX_OCCURRENCES)
                    .map(number -> new RecurrenceRange.Numbered(date, number));
        }
        if (until.isEmpty()) {
            return Optional.of(new RecurrenceRange.NoEnd(date));
        }
        return DateValues.parse(until)
                .map(this::lastDate)
                .filter(last -> !last.isAfter(RecurrenceRange.LAST))
                .map(last -> new RecurrenceRange.EndDate(date, last));
    }

    /** The last date on which an occurrence may start. */
    private LocalDate lastDate(DateValues.Value until) {
        if (until.isDate() || zone == null) {
            return until.wall().toLocalDate();
        }
        LocalDateTime local = until.isUtc()
                ? until.wall().atOffset(ZoneOffset.UTC).atZoneSameInstant(zone).toLocalDateTime()
                : until.wall();
        boolean reached = !local.toLocalTime().isBefore(start.toLocalTime());
        return reached ? local.toLocalDate() : local.toLocalDate().minusDays(1);
    }

    static Map<String, String> parts(String text) {
        var parts = new HashMap<String, String>();
        for (String part : text.toUpperCase(Locale.ROOT).split(";", 40)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parts.putIfAbsent(
                        part.substring(0, equals).strip(),
                        part.substring(equals + 1).replaceAll("\\s+", ""));
            }
        }
        return parts;
    }

    static List<Integer> numbers(String text) {
        var numbers = new ArrayList<Integer>();
        for (String part : text.split(",", MAX_VALUES)) {
            if (part.matches("[+-]?\\d{1,8}")) {
                numbers.add(Integer.parseInt(part));
            }
        }
        return numbers;
    }

    static List<Day> days(String text) {
        var days = new ArrayList<Day>();
        for (String part : text.split(",", MAX_VALUES)) {
            int day = part.length() < 2 ? -1 : DAYS.indexOf(part.substring(part.length() - 2));
            String position = day < 0 ? "" : part.substring(0, part.length() - 2);
            if (day >= 0 && position.matches("([+-]?\\d{1,2})?")) {
                days.add(new Day(position.isEmpty() ? 0 : Integer.parseInt(position), DayOfWeek.of(day + 1)));
            }
        }
        return days;
    }

    static String name(DayOfWeek day) {
        return DAYS.get(day.getValue() - 1);
    }
}
