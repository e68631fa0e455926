package dev.postern.graph.calendar;

import dev.postern.calendar.ZoneName;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The times of an event together with its recurrence, if it has one. The times are those of the first occurrence.
 */
record RecurringTimes(EventTimes times, @Nullable RecurrenceInput recurrence) {
    /** Reads and checks {@code start}, {@code end}, {@code isAllDay} and {@code recurrence} of an event in stored form. */
    static RecurringTimes of(ObjectNode event) {
        EventTimes times = times(event);
        JsonNode recurrence = event.path("recurrence");
        return recurrence.isObject()
                ? series(times, RecurrenceInput.read(recurrence, times.start()))
                : new RecurringTimes(times.single(), null);
    }

    /**
     * The times of a series whose recurrence is not given again. It begins where the start is now.
     *
     * @param before the series before the change
     */
    static RecurringTimes moved(ObjectNode event, ObjectNode before) {
        EventTimes times = times(event);
        WrittenTime old = WrittenTime.read(before.path("start"), "start");
        ZoneName zone = times.start().zone();
        if (!zone.isSameZone(old.zone())) {
            throw EventFaults.property(
                    "The time zone of 'start' differs from 'recurrenceTimeZone'. Change 'recurrence' as well.");
        }
        RecurrenceInput recurrence = RecurrenceInput.read(before.path("recurrence"), old);
        LocalDate date = times.start().wall().toLocalDate();
        return date.equals(old.wall().toLocalDate())
                ? series(times, new RecurrenceInput(recurrence.recurrence(), zone))
                : series(times, recurrence.from(date));
    }

    private static RecurringTimes series(EventTimes times, RecurrenceInput recurrence) {
        LocalDate first = recurrence.recurrence().first();
        return new RecurringTimes(times.on(first), recurrence.from(first));
    }

    private static EventTimes times(ObjectNode event) {
        return new EventTimes(
                WrittenTime.read(event.path("start"), "start"),
                WrittenTime.read(event.path("end"), "end"),
                event.path("isAllDay").booleanValue(false));
    }

    void into(ObjectNode event) {
        event.set("start", times.start().json());
        event.set("end", times.end().json());
        event.put("isAllDay", times.allDay());
        if (recurrence == null) {
            event.remove("recurrence");
        } else {
            event.set("recurrence", recurrence.json());
        }
    }
}
