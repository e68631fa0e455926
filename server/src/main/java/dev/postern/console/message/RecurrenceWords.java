package dev.postern.console.message;

import dev.postern.calendar.Recurrence;
import dev.postern.calendar.RecurrencePattern;
import dev.postern.calendar.RecurrenceRange;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A recurrence in words, such as "every 2 weeks on Tuesday and Thursday, 10 times from 2026-12-01". */
final class RecurrenceWords {
    private RecurrenceWords() {}

    static String of(Recurrence recurrence) {
        return pattern(recurrence.pattern()) + range(recurrence.range());
    }

    private static String pattern(RecurrencePattern pattern) {
        return switch (pattern) {
            case RecurrencePattern.Daily daily -> every(daily.interval(), "day");
            case RecurrencePattern.Weekly weekly ->
                every(weekly.interval(), "week") + " on " + days(weekly.daysOfWeek(), "and");
            case RecurrencePattern.AbsoluteMonthly monthly ->
                every(monthly.interval(), "month") + " on day " + monthly.dayOfMonth();
            case RecurrencePattern.RelativeMonthly monthly ->
                every(monthly.interval(), "month") + " on the "
                        + monthly.index().name().toLowerCase(Locale.ROOT) + " " + days(monthly.daysOfWeek(), "or");
            case RecurrencePattern.AbsoluteYearly yearly ->
                every(yearly.interval(), "year") + " on " + month(yearly.month()) + " " + yearly.dayOfMonth();
            case RecurrencePattern.RelativeYearly yearly ->
                every(yearly.interval(), "year") + " on the "
                        + yearly.index().name().toLowerCase(Locale.ROOT) + " " + days(yearly.daysOfWeek(), "or")
                        + " of "
                        + month(yearly.month());
        };
    }

    private static String range(RecurrenceRange range) {
        return switch (range) {
            case RecurrenceRange.NoEnd forever -> " from " + forever.startDate() + ", without end";
            case RecurrenceRange.EndDate until -> " from " + until.startDate() + " until " + until.endDate();
            case RecurrenceRange.Numbered numbered ->
                ", " + numbered.numberOfOccurrences() + (numbered.numberOfOccurrences() == 1 ? " time" : " times")
                        + " from " + numbered.startDate();
        };
    }

    private static String every(int interval, String unit) {
        return interval == 1 ? "every " + unit : "every " + interval + " " + unit + "s";
    }

    private static String days(Set<DayOfWeek> days, String last) {
        List<String> names = days.stream()
                .sorted()
                .map(day -> day.getDisplayName(TextStyle.FULL, Locale.ENGLISH))
                .toList();
        int end = names.size() - 1;
        return names.size() < 2
                ? String.join("", names)
                : String.join(", ", names.subList(0, end)) + " " + last + " " + names.get(end);
    }

    private static String month(int month) {
        return Month.of(month).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }
}
