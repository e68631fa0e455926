package dev.postern.graph.calendar;

import dev.postern.calendar.InvalidRecurrence;
import dev.postern.calendar.Recurrence;
import dev.postern.calendar.RecurrencePattern;
import dev.postern.calendar.RecurrenceRange;
import dev.postern.calendar.ZoneName;
import dev.postern.graph.GraphFailure;
import dev.postern.http.Json;
import dev.postern.mailbox.event.RecurrenceJson;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A recurrence with the zone in which it is computed.
 *
 * @param zone of the start of the series
 */
record RecurrenceInput(Recurrence recurrence, ZoneName zone) {
    private static final String NO_DATE = "0001-01-01";

    /**
     * Reads a {@code patternedRecurrence} whose types have been checked.
     *
     * @param start of the event
     */
    static RecurrenceInput read(JsonNode given, WrittenTime start) {
        if (!given.path("pattern").isObject() || !given.path("range").isObject()) {
            throw EventFaults.property("A recurrence must have a 'pattern' and a 'range'.");
        }
        JsonNode range = given.path("range");
        String zone = range.path("recurrenceTimeZone").stringValue("");
        if (!zone.isBlank() && !WrittenTime.zone(zone).isSameZone(start.zone())) {
            throw EventFaults.property("'recurrenceTimeZone' must be the time zone of 'start'.");
        }
        try {
            Recurrence recurrence = RecurrenceJson.parse(given);
            LocalDate date = start.wall().toLocalDate();
            if (!recurrence.range().startDate().equals(date)
                    && !recurrence.first().equals(date)) {
                throw EventFaults.property("'range/startDate' must be the date of 'start'.");
            }
            return new RecurrenceInput(recurrence, start.zone());
        } catch (InvalidRecurrence invalid) {
            throw refused(invalid);
        } catch (IllegalArgumentException | DateTimeException incomplete) {
            throw EventFaults.property(
                    "A pattern must have its 'type', and a range its 'type', 'startDate' and, by its type, 'endDate'.");
        }
    }

    private static GraphFailure refused(InvalidRecurrence invalid) {
        String text = String.valueOf(invalid.getMessage());
        return switch (invalid.fault()) {
            case NO_OCCURRENCE -> new GraphFailure(400, "ErrorRecurrenceHasNoOccurrence", text);
            case END_TOO_LATE -> new GraphFailure(400, "ErrorRecurrenceEndDateTooBig", text);
            case INTERVAL -> EventFaults.property("'pattern/interval': " + text);
            default -> EventFaults.property(text);
        };
    }

    /** The same recurrence from another date on, for an event whose start moves to that date. */
    RecurrenceInput from(LocalDate start) {
        if (start.equals(recurrence.range().startDate())) {
            return this;
        }
        RecurrenceRange moved = switch (recurrence.range()) {
            case RecurrenceRange.EndDate until -> new RecurrenceRange.EndDate(start, until.endDate());
            case RecurrenceRange.NoEnd _ -> new RecurrenceRange.NoEnd(start);
            case RecurrenceRange.Numbered numbered ->
                new RecurrenceRange.Numbered(start, numbered.numberOfOccurrences());
        };
        try {
            return new RecurrenceInput(new Recurrence(recurrence.pattern(), moved), zone);
        } catch (InvalidRecurrence invalid) {
            throw refused(invalid);
        }
    }

    /** With every member; those that the pattern or the range does not use have no meaning. */
    ObjectNode json() {
        ObjectNode json = Json.object();
        ObjectNode pattern = json.putObject("pattern");
        pattern.put("type", typeName(recurrence.pattern()));
        pattern.put("interval", recurrence.pattern().interval());
        pattern.put("month", 0).put("dayOfMonth", 0);
        ArrayNode days = pattern.putArray("daysOfWeek");
        pattern.put("firstDayOfWeek", "sunday").put("index", "first");
        switch (recurrence.pattern()) {
            case RecurrencePattern.Daily _ -> {}
            case RecurrencePattern.Weekly weekly -> {
                add(days, weekly.daysOfWeek(), weekly.firstDayOfWeek());
                pattern.put("firstDayOfWeek", name(weekly.firstDayOfWeek()));
            }
            case RecurrencePattern.AbsoluteMonthly monthly -> pattern.put("dayOfMonth", monthly.dayOfMonth());
            case RecurrencePattern.RelativeMonthly monthly -> {
                add(days, monthly.daysOfWeek(), DayOfWeek.SUNDAY);
                pattern.put("index", name(monthly.index()));
            }
            case RecurrencePattern.AbsoluteYearly yearly ->
                pattern.put("month", yearly.month()).put("dayOfMonth", yearly.dayOfMonth());
            case RecurrencePattern.RelativeYearly yearly -> {
                add(days, yearly.daysOfWeek(), DayOfWeek.SUNDAY);
                pattern.put("month", yearly.month()).put("index", name(yearly.index()));
            }
        }
        range(json.putObject("range"));
        return json;
    }

    private void range(ObjectNode json) {
        RecurrenceRange range = recurrence.range();
        json.put(
                "type",
                range instanceof RecurrenceRange.EndDate
                        ? "endDate"
                        : range instanceof RecurrenceRange.NoEnd ? "noEnd" : "numbered");
        json.put("startDate", range.startDate().toString());
        json.put(
                "endDate",
                range instanceof RecurrenceRange.EndDate until ? until.endDate().toString() : NO_DATE);
        json.put("recurrenceTimeZone", zone.name());
        json.put(
                "numberOfOccurrences",
                range instanceof RecurrenceRange.Numbered numbered ? numbered.numberOfOccurrences() : 0);
    }

    private static void add(ArrayNode names, Set<DayOfWeek> days, DayOfWeek first) {
        for (int i = 0; i < 7; i++) {
            DayOfWeek day = first.plus(i);
            if (days.contains(day)) {
                names.add(name(day));
            }
        }
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String typeName(RecurrencePattern pattern) {
        return switch (pattern) {
            case RecurrencePattern.Daily _ -> "daily";
            case RecurrencePattern.Weekly _ -> "weekly";
            case RecurrencePattern.AbsoluteMonthly _ -> "absoluteMonthly";
            case RecurrencePattern.RelativeMonthly _ -> "relativeMonthly";
            case RecurrencePattern.AbsoluteYearly _ -> "absoluteYearly";
            case RecurrencePattern.RelativeYearly _ -> "relativeYearly";
        };
    }
}
