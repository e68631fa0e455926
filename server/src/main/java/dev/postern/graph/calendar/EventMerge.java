package dev.postern.graph.calendar;

import dev.postern.http.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Checks the properties of an event together: those that a caller gives, and those that the event has already. */
final class EventMerge {
    private static final List<String> TIMES = List.of("start", "end", "isAllDay", "recurrence");

    private EventMerge() {}

    /** The properties of a new event. */
    static ObjectNode create(EventInput input, EventDefaults defaults) {
        ObjectNode event = Json.object().setAll(input.event());
        requireTimes(event);
        defaults.fill(event);
        RecurringTimes times = RecurringTimes.of(event);
        times.into(event);
        AttendeeInput.keepStatus((ArrayNode) event.path("attendees"), Json.array());
        return event;
    }

    private static void requireTimes(ObjectNode event) {
        boolean noStart = !event.has("start");
        boolean noEnd = !event.has("end");
        if (noStart || noEnd) {
            throw EventFaults.missing(
                    noStart && noEnd ? "Event.Start, Event.End" : noStart ? "Event.Start" : "Event.End");
        }
    }

    /**
     * The properties that a change of a single event or a series sets to another value. What it repeats is not among them: attendees get no
     * message about it, and a series keeps its exceptions.
     *
     * @param before all properties that the event has
     */
    static ObjectNode change(EventInput input, ObjectNode before) {
        ObjectNode change = merged(input, before);
        ObjectNode after = Json.object();
        TIMES.forEach(name -> after.set(name, change.has(name) ? change.get(name) : before.path(name)));
        RecurringTimes times =
                change.has("recurrence") || !before.path("recurrence").isObject()
                        ? RecurringTimes.of(after)
                        : RecurringTimes.moved(after, before);
        times.into(after);
        for (String name : TIMES) {
            JsonNode now = orNull(after.get(name));
            if (now.equals(orNull(before.get(name)))) {
                change.remove(name);
            } else {
                change.set(name, now);
            }
        }
        return differing(change, before);
    }

    private static ObjectNode differing(ObjectNode change, ObjectNode before) {
        before.properties().forEach(member -> {
            if (member.getValue().equals(change.path(member.getKey()))) {
                change.remove(member.getKey());
            }
        });
        return change;
    }

    private static JsonNode orNull(@Nullable JsonNode value) {
        return value == null ? Json.object().nullNode() : value;
    }

    /**
     * The properties that a change of one occurrence sets.
     *
     * @param before all properties that the occurrence has
     */
    static ObjectNode changeOccurrence(EventInput input, ObjectNode before) {
        if (input.event().path("recurrence").isObject()) {
            throw EventFaults.property("An occurrence of a series has no 'recurrence' of its own.");
        }
        ObjectNode change = merged(input, before);
        change.remove("recurrence");
        ObjectNode after = Json.object();
        for (String name : List.of("start", "end", "isAllDay")) {
            after.set(name, change.has(name) ? change.get(name) : before.path(name));
        }
        RecurringTimes.of(after).into(after);
        return differing(change, before);
    }

    private static ObjectNode merged(EventInput input, ObjectNode before) {
        ObjectNode change = Json.object().setAll(input.event());
        change.remove("transactionId");
        new RepeatedTimes(change, before).keep();
        boolean wasAllDay = before.path("isAllDay").booleanValue(false);
        if (change.path("isAllDay").booleanValue(false) && !wasAllDay) {
            requireTimes(change);
        }
        if (change.get("attendees") instanceof ArrayNode attendees) {
            AttendeeInput.keepStatus(attendees, before.path("attendees"));
        }
        return change;
    }
}
