package dev.postern.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Reads a recurrence as Graph writes it, for tests. */
final class GraphRecurrences {
    private GraphRecurrences() {}

    static Recurrence read(JsonNode recurrence) {
        return new Recurrence(pattern(recurrence.path("pattern")), range(recurrence.path("range")));
    }

    private static RecurrencePattern pattern(JsonNode pattern) {
        int interval = pattern.path("interval").intValue();
        Set<DayOfWeek> days = pattern.path("daysOfWeek")
                .valueStream()
                .map(day -> DayOfWeek.valueOf(upper(day.stringValue())))
                .collect(Collectors.toSet());
        DayOfWeek first = DayOfWeek.valueOf(upper(pattern.path("firstDayOfWeek").stringValue("sunday")));
        WeekIndex index = WeekIndex.valueOf(upper(pattern.path("index").stringValue("first")));
        int day = pattern.path("dayOfMonth").asInt(0);
        int month = pattern.path("month").asInt(0);
        return switch (upper(pattern.path("type").stringValue())) {
            case "DAILY" -> new RecurrencePattern.Daily(interval);
            case "WEEKLY" -> new RecurrencePattern.Weekly(interval, days, first);
            case "ABSOLUTEMONTHLY" -> new RecurrencePattern.AbsoluteMonthly(interval, day);
            case "RELATIVEMONTHLY" -> new RecurrencePattern.RelativeMonthly(interval, days, index);
            case "ABSOLUTEYEARLY" -> new RecurrencePattern.AbsoluteYearly(interval, day, month);
            case "RELATIVEYEARLY" -> new RecurrencePattern.RelativeYearly(interval, days, index, month);
            default -> throw new IllegalArgumentException(pattern.toString());
        };
    }

    private static RecurrenceRange range(JsonNode range) {
        LocalDate start = LocalDate.parse(range.path("startDate").stringValue());
        return switch (upper(range.path("type").stringValue())) {
            case "ENDDATE" ->
                new RecurrenceRange.EndDate(
                        start, LocalDate.parse(range.path("endDate").stringValue()));
            case "NOEND" -> new RecurrenceRange.NoEnd(start);
            case "NUMBERED" ->
                new RecurrenceRange.Numbered(
                        start, range.path("numberOfOccurrences").intValue());
            default -> throw new IllegalArgumentException(range.toString());
        };
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }
}
