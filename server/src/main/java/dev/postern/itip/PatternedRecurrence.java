package dev.postern.itip;

import dev.postern.calendar.Recurrence;
import dev.postern.calendar.RecurrencePattern;
import dev.postern.calendar.RecurrencePattern.AbsoluteMonthly;
import dev.postern.calendar.RecurrencePattern.AbsoluteYearly;
import dev.postern.calendar.RecurrencePattern.Daily;
import dev.postern.calendar.RecurrencePattern.RelativeMonthly;
import dev.postern.calendar.RecurrencePattern.RelativeYearly;
import dev.postern.calendar.RecurrencePattern.Weekly;
import dev.postern.calendar.RecurrenceRange;
import dev.postern.calendar.WeekIndex;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A recurrence as Graph's {@code patternedRecurrence}: in responses and in the bodies of requests, as it is stored with events, and in
 * meeting messages.
 */
public final class PatternedRecurrence {
    /** The date that a range without an end date has. */
    private static final String NO_DATE = "0001-01-01";

    private PatternedRecurrence() {}

    /** With every member; those that the type does not need have the values of Graph. Only {@code recurrenceTimeZone} is missing. */
    public static ObjectNode write(Recurrence recurrence) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ObjectNode pattern = node.putObject("pattern");
        switch (recurrence.pattern()) {
            case Daily daily -> pattern(pattern, "daily", daily);
            case Weekly weekly -> {
                pattern(pattern, "weekly", weekly);
                days(pattern, weekly.daysOfWeek(), weekly.firstDayOfWeek());
                pattern.put("firstDayOfWeek", lower(weekly.firstDayOfWeek()));
            }
            case AbsoluteMonthly monthly ->
                pattern(pattern, "absoluteMonthly", monthly).put("dayOfMonth", monthly.dayOfMonth());
            case RelativeMonthly monthly -> {
                pattern(pattern, "relativeMonthly", monthly).put("index", lower(monthly.index()));
                days(pattern, monthly.daysOfWeek(), DayOfWeek.SUNDAY);
            }
            case AbsoluteYearly yearly ->
                pattern(pattern, "absoluteYearly", yearly)
                        .put("month", yearly.month())
                        .put("dayOfMonth", yearly.dayOfMonth());
            case RelativeYearly yearly -> {
                pattern(pattern, "relativeYearly", yearly)
                        .put("month", yearly.month())
                        .put("index", lower(yearly.index()));
                days(pattern, yearly.daysOfWeek(), DayOfWeek.SUNDAY);
            }
        }
        ObjectNode range = node.putObject("range");
        switch (recurrence.range()) {
            case RecurrenceRange.EndDate until ->
                range(range, "endDate", until).put("endDate", until.endDate().toString());
            case RecurrenceRange.NoEnd forever -> range(range, "noEnd", forever);
            case RecurrenceRange.Numbered numbered ->
                range(range, "numbered", numbered).put("numberOfOccurrences", numbered.numberOfOccurrences());
        }
        return node;
    }

    private static ObjectNode pattern(ObjectNode node, String type, RecurrencePattern pattern) {
        node.put("type", type).put("interval", pattern.interval());
        node.put("month", 0).put("dayOfMonth", 0).putArray("daysOfWeek");
        return node.put("firstDayOfWeek", "sunday").put("index", "first");
    }

    private static ObjectNode range(ObjectNode node, String type, RecurrenceRange range) {
        return node.put("type", type)
                .put("startDate", range.startDate().toString())
                .put("endDate", NO_DATE)
                .put("numberOfOccurrences", 0);
    }

    /** In the order of a week that begins with this day. */
    private static void days(ObjectNode node, Set<DayOfWeek> days, DayOfWeek first) {
        var array = node.putArray("daysOfWeek");
        for (int i = 0; i < 7; i++) {
            DayOfWeek day = first.plus(i);
            if (days.contains(day)) {
                array.add(lower(day));
            }
        }
    }

    /**
     * Reads the form that {@link #write} produces, in any case of its words.
     *
     * @throws IllegalArgumentException if it is incomplete or outside its bounds
     */
    public static Recurrence read(JsonNode recurrence) {
        try {
            return new Recurrence(pattern(recurrence.path("pattern")), range(recurrence.path("range")));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("A date of the recurrence is invalid.", e);
        }
    }

    private static RecurrencePattern pattern(JsonNode pattern) {
        int interval = pattern.path("interval").intValue(0);
        int day = pattern.path("dayOfMonth").intValue(0);
        int month = pattern.path("month").intValue(0);
        return switch (upper(pattern.path("type"), "")) {
            case "DAILY" -> new Daily(interval);
            case "WEEKLY" ->
                new Weekly(interval, days(pattern), DayOfWeek.valueOf(upper(pattern.path("firstDayOfWeek"), "SUNDAY")));
            case "ABSOLUTEMONTHLY" -> new AbsoluteMonthly(interval, day);
            case "RELATIVEMONTHLY" -> new RelativeMonthly(interval, days(pattern), index(pattern));
            case "ABSOLUTEYEARLY" -> new AbsoluteYearly(interval, day, month);
            case "RELATIVEYEARLY" -> new RelativeYearly(interval, days(pattern), index(pattern), month);
            default -> throw new IllegalArgumentException("The type of the pattern is unknown.");
        };
    }

    private static Set<DayOfWeek> days(JsonNode pattern) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (JsonNode day : pattern.path("daysOfWeek")) {
            days.add(DayOfWeek.valueOf(upper(day, "")));
        }
        return days;
    }

    private static WeekIndex index(JsonNode pattern) {
        return WeekIndex.valueOf(upper(pattern.path("index"), "FIRST"));
    }

    private static RecurrenceRange range(JsonNode range) {
        LocalDate start = LocalDate.parse(range.path("startDate").stringValue(""));
        return switch (upper(range.path("type"), "")) {
            case "ENDDATE" ->
                new RecurrenceRange.EndDate(
                        start, LocalDate.parse(range.path("endDate").stringValue("")));
            case "NOEND" -> new RecurrenceRange.NoEnd(start);
            case "NUMBERED" ->
                new RecurrenceRange.Numbered(
                        start, range.path("numberOfOccurrences").intValue(0));
            default -> throw new IllegalArgumentException("The type of the range is unknown.");
        };
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String upper(JsonNode text, String missing) {
        return text.stringValue(missing).toUpperCase(Locale.ROOT);
    }
}
