package dev.postern.mailbox.event;

import dev.postern.calendar.WallTime;
import dev.postern.calendar.ZoneNames;
import dev.postern.mailbox.EventPart;
import dev.postern.mailbox.EventProperties;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.MailboxFailure.EventRefused;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The times and the recurrence of events together, in stored form. Stateless. */
final class EventSeriesForm {
    private EventSeriesForm() {}

    /** The same event: if it recurs, with the times of its first occurrence; otherwise with times that exist. */
    static ObjectNode canonical(ObjectNode properties) {
        if (!properties.path("recurrence").isObject()) {
            return existing(properties);
        }
        EventPart.Times times = times(properties);
        plain(properties, "start", times.start());
        plain(properties, "end", times.end());
        LocalDateTime start = LocalDateTime.parse(times.start().dateTime());
        LocalDateTime end = LocalDateTime.parse(times.end().dateTime());
        LocalDate first = RecurrenceJson.read(properties.path("recurrence")).first();
        if (!first.equals(start.toLocalDate())) {
            LocalDateTime moved = first.atTime(start.toLocalTime());
            put(properties, "start", moved, times.start().zone());
            put(
                    properties,
                    "end",
                    moved.plus(Duration.between(start, end)),
                    times.end().zone());
        }
        return properties;
    }

    /** The occurrences of a series begin at the earlier of two instants. */
    private static void plain(ObjectNode properties, String name, EventPart.ZonedTime time) {
        if (time.isLater()) {
            properties.set(name, new EventPart.ZonedTime(time.dateTime(), time.zone()).json());
        }
    }

    /** The clock may skip the start or the end of a single event: then it is stored at the times at which it is. */
    private static ObjectNode existing(ObjectNode properties) {
        EventPart.ZonedTime start = time(properties.path("start"));
        EventPart.ZonedTime end = time(properties.path("end"));
        EventPart.Times times =
                EventPart.Times.of(start, end, properties.path("isAllDay").booleanValue(false));
        if (!times.allDay() && (start.wall().isSkipped() || end.wall().isSkipped())) {
            exist(properties, "start", start, times.startsAt());
            exist(properties, "end", end, times.endsAt());
        }
        return properties;
    }

    private static void exist(ObjectNode properties, String name, EventPart.ZonedTime time, Instant at) {
        WallTime wall = WallTime.of(at, time.wall().zone());
        properties.set(
                name, new EventPart.ZonedTime(EventSeries.format(wall.wall()), time.zone(), wall.isLater()).json());
    }

    private static void put(ObjectNode properties, String name, LocalDateTime wall, String zone) {
        properties.set(name, new EventPart.ZonedTime(EventSeries.format(wall), zone).json());
    }

    /**
     * The properties after a patch. A recurrence that is not given again begins where the start is now.
     *
     * @throws EventRefused if the start gets another zone and the recurrence is not given again
     */
    static ObjectNode patched(Item before, ObjectNode patch) {
        ObjectNode after = EventProperties.merged(EventProperties.of(before), patch);
        if (before.event().recurrence() != null && patch.has("start") && !patch.has("recurrence")) {
            EventPart.ZonedTime was = before.event().times().start();
            EventPart.ZonedTime is = time(after.path("start"));
            if (!isSameZone(was.zone(), is.zone())) {
                throw refused("The time zone of 'start' differs from 'recurrenceTimeZone'.");
            }
            String date = is.dateTime().substring(0, Math.min(10, is.dateTime().length()));
            if (!was.dateTime().startsWith(date)) {
                ObjectNode recurrence = (ObjectNode) after.path("recurrence").deepCopy();
                ((ObjectNode) recurrence.path("range")).put("startDate", date);
                after.set("recurrence", recurrence);
            }
        }
        return canonical(after);
    }

    private static boolean isSameZone(String one, String other) {
        return one.equals(other)
                || ZoneNames.find(one)
                        .flatMap(first -> ZoneNames.find(other).map(first::isSameZone))
                        .orElse(false);
    }

    /** Whether the event then has other times or occurrences, so that exceptions of it lose their meaning. */
    static boolean differ(Item before, ObjectNode after) {
        EventPart.Times was = before.event().times();
        EventPart.Times is = times(after);
        JsonNode recurrence = after.get("recurrence");
        JsonNode old = before.event().recurrence();
        if (isObject(recurrence) && old != null) {
            return !EventSeries.of(was, old).isSameAs(EventSeries.of(is, after.path("recurrence")));
        }
        return isObject(recurrence)
                || old != null
                || !was.start().equals(is.start())
                || !was.end().equals(is.end())
                || was.allDay() != is.allDay();
    }

    private static boolean isObject(@Nullable JsonNode node) {
        return node != null && node.isObject();
    }

    /** The times in a document; their instants are not computed. */
    private static EventPart.Times times(ObjectNode properties) {
        EventPart.ZonedTime start = time(properties.path("start"));
        EventPart.ZonedTime end = time(properties.path("end"));
        try {
            LocalDateTime.parse(start.dateTime());
            LocalDateTime.parse(end.dateTime());
        } catch (DateTimeException e) {
            throw refused("'start' or 'end' is not a wall time.");
        }
        return new EventPart.Times(
                start, end, properties.path("isAllDay").booleanValue(false), Instant.EPOCH, Instant.EPOCH);
    }

    private static EventPart.ZonedTime time(JsonNode node) {
        return EventPart.ZonedTime.of(node);
    }

    private static EventRefused refused(String message) {
        return new EventRefused(EventRefused.Fault.PROPERTY, message);
    }
}
