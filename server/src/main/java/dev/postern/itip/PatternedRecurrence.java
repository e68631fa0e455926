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

/** A recurrence in the form of Graph, with the members that its type needs. */
public final class RecurrenceJson {
    private RecurrenceJson() {}

    public static ObjectNode write(Recurrence recurrence) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        pattern(node.putObject("pattern"), recurrence.pattern());
        range(node.putObject("range"), recurrence.range());
        return node;
    }

    private static void pattern(ObjectNode node, RecurrencePattern pattern) {
        String type = switch (pattern) {
            case Daily _ -> "daily";
            case Weekly weekly -> {
                days(node, weekly.daysOfWeek());
                node.put("firstDayOfWeek", lower(weekly.firstDayOfWeek()));
                yield "weekly";
            }
            case AbsoluteMonthly monthly -> {
                node.put("dayOfMonth", monthly.dayOfMonth());
                yield "absoluteMonthly";
            }
            case RelativeMonthly monthly -> {
                days(node, monthly.daysOfWeek());
                node.put("index", lower(monthly.index()));
                yield "relativeMonthly";
            }
            case AbsoluteYearly yearly -> {
                node.put("dayOfMonth", yearly.dayOfMonth()).put("month", yearly.month());
                yield "absoluteYearly";
            }
            case RelativeYearly yearly -> {
                days(node, yearly.daysOfWeek());
                node.put("index", lower(yearly.index())).put("month", yearly.month());
                yield "relativeYearly";
            }
        };
        node.put("type", type).put("interval", pattern.interval());
    }

    private static void days(ObjectNode node, Set<DayOfWeek> days) {
        var array = node.putArray("daysOfWeek");
        days.forEach(day -> array.add(lower(day)));
    }

    private static void range(ObjectNode node, RecurrenceRange range) {
        node.put("startDate", range.startDate().toString());
        switch (range) {
            case RecurrenceRange.EndDate until ->
                node.put("type", "endDate").put("endDate", until.endDate().toString());
            case RecurrenceRange.NoEnd _ -> node.put("type", "noEnd");
            case RecurrenceRange.Numbered numbered ->
                node.put("type", "numbered").put("numberOfOccurrences", numbered.numberOfOccurrences());
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
        int interval = pattern.path("interval").asInt(0);
        int day = pattern.path("dayOfMonth").asInt(0);
        int month = pattern.path("month").asInt(0);
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
                        start, range.path("numberOfOccurrences").asInt(0));
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
