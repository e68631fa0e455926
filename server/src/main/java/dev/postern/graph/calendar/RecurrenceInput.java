package dev.postern.graph.calendar;

import dev.postern.calendar.InvalidRecurrence;
import dev.postern.calendar.Recurrence;
import dev.postern.calendar.RecurrenceRange;
import dev.postern.calendar.ZoneName;
import dev.postern.graph.GraphFailure;
import dev.postern.itip.PatternedRecurrence;
import java.time.LocalDate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A recurrence with the zone in which it is computed.
 *
 * @param zone of the start of the series
 */
record RecurrenceInput(Recurrence recurrence, ZoneName zone) {
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
            Recurrence recurrence = PatternedRecurrence.read(given);
            LocalDate date = start.wall().toLocalDate();
            if (!recurrence.range().startDate().equals(date)
                    && !recurrence.first().equals(date)) {
                throw EventFaults.property("'range/startDate' must be the date of 'start'.");
            }
            return new RecurrenceInput(recurrence, start.zone());
        } catch (InvalidRecurrence invalid) {
            throw refused(invalid);
        } catch (IllegalArgumentException incomplete) {
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
        ObjectNode json = PatternedRecurrence.write(recurrence);
        ((ObjectNode) json.path("range")).put("recurrenceTimeZone", zone.name());
        return json;
    }
}
