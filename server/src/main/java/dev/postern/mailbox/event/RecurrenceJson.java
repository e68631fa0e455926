package dev.postern.mailbox.event;

import dev.postern.calendar.InvalidRecurrence;
import dev.postern.calendar.Recurrence;
import dev.postern.calendar.RecurrencePattern;
import dev.postern.calendar.RecurrenceRange;
import dev.postern.calendar.WeekIndex;
import dev.postern.mailbox.MailboxFailure.EventRefused;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads a recurrence in stored form, which is Graph's {@code patternedRecurrence} with every member. */
public final class RecurrenceJson {
    private RecurrenceJson() {}

    /** @throws EventRefused if it is not a recurrence, or has no occurrence */
    public static Recurrence read(JsonNode stored) {
        try {
            return parse(stored);
        } catch (InvalidRecurrence | DateTimeException e) {
            throw new EventRefused(EventRefused.Fault.PROPERTY, String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw new EventRefused(EventRefused.Fault.PROPERTY, "The recurrence is invalid.");
        }
    }

    /**
     * As {@link #read}, for a recurrence that a caller gives.
     *
     * @throws InvalidRecurrence if something in it has a wrong value
     * @throws DateTimeException if a date is missing
     * @throws IllegalArgumentException if something else is missing
     */
    public static Recurrence parse(JsonNode stored) {
        return new Recurrence(pattern(stored.path("pattern")), range(stored.path("range")));
    }

    private static RecurrencePattern pattern(JsonNode stored) {
        int interval = stored.path("interval").intValue(0);
        int day = stored.path("dayOfMonth").intValue(0);
        int month = stored.path("month").intValue(0);
        return switch (stored.path("type").stringValue("")) {
            case "daily" -> new RecurrencePattern.Daily(interval);
            case "weekly" ->
                new RecurrencePattern.Weekly(
                        interval,
                        days(stored),
                        day(stored.path("firstDayOfWeek").stringValue("sunday")));
            case "absoluteMonthly" -> new RecurrencePattern.AbsoluteMonthly(interval, day);
            case "relativeMonthly" -> new RecurrencePattern.RelativeMonthly(interval, days(stored), index(stored));
            case "absoluteYearly" -> new RecurrencePattern.AbsoluteYearly(interval, day, month);
            case "relativeYearly" -> new RecurrencePattern.RelativeYearly(interval, days(stored), index(stored), month);
            default -> throw new IllegalArgumentException("No pattern has this type");
        };
    }

    private static RecurrenceRange range(JsonNode stored) {
        LocalDate start = date(stored, "startDate");
        return switch (stored.path("type").stringValue("")) {
            case "endDate" -> new RecurrenceRange.EndDate(start, date(stored, "endDate"));
            case "noEnd" -> new RecurrenceRange.NoEnd(start);
            case "numbered" ->
                new RecurrenceRange.Numbered(
                        start, stored.path("numberOfOccurrences").intValue(0));
            default -> throw new IllegalArgumentException("No range has this type");
        };
    }

    private static LocalDate date(JsonNode range, String name) {
        return LocalDate.parse(range.path(name).stringValue(""));
    }

    private static Set<DayOfWeek> days(JsonNode pattern) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        pattern.path("daysOfWeek").forEach(name -> days.add(day(name.stringValue(""))));
        return days;
    }

    private static DayOfWeek day(String name) {
        return DayOfWeek.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static WeekIndex index(JsonNode pattern) {
        return WeekIndex.valueOf(pattern.path("index").stringValue("first").toUpperCase(Locale.ROOT));
    }
}
