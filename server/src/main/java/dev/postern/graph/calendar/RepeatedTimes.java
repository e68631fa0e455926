package dev.postern.graph.calendar;

import dev.postern.mailbox.EventPart;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Times that a client sends back as it has read them, possibly in another zone: they are no change. A read shows times in UTC or in the zone
 * that the client prefers, which need not be the zone in which the event was created.
 *
 * @param change what the client sends
 * @param before all properties that the event has
 */
record RepeatedTimes(ObjectNode change, ObjectNode before) {
    /** Replaces times that mean the same as before by the stored ones. */
    void keep() {
        keepInstant("start");
        keepInstant("end");
        boolean wasAllDay = before.path("isAllDay").booleanValue(false);
        if (!fitsRecurrence() || change.path("isAllDay").booleanValue(wasAllDay) != wasAllDay) {
            return;
        }
        if (change.has("start") && !isSame("start", wasAllDay)) {
            return;
        }
        JsonNode given = change.path("start");
        if (change.has("start")) {
            change.set("start", before.get("start"));
        }
        if (change.has("end")) {
            if (isSame("end", wasAllDay)) {
                change.set("end", before.get("end"));
            } else if (given.isObject() && !wasAllDay) {
                inStoredZone(given);
            }
        }
    }

    /** A wall time that is sent again as it was shown means the same of two instants as before. */
    private void keepInstant(String name) {
        EventPart.ZonedTime was = EventPart.ZonedTime.of(before.path(name));
        if (was.isLater()
                && EventPart.ZonedTime.of(change.path(name))
                        .equals(new EventPart.ZonedTime(was.dateTime(), was.zone()))) {
            change.set(name, before.get(name));
        }
    }

    /** A recurrence that is given with another zone is meant for the start in that zone. */
    private boolean fitsRecurrence() {
        String zone = change.path("recurrence")
                .path("range")
                .path("recurrenceTimeZone")
                .stringValue("");
        return zone.isBlank()
                || WrittenTime.zone(zone)
                        .isSameZone(
                                WrittenTime.read(before.path("start"), "start").zone());
    }

    private boolean isSame(String name, boolean allDay) {
        WrittenTime now = WrittenTime.read(change.path(name), name);
        WrittenTime was = WrittenTime.read(before.path(name), name);
        if (allDay) {
            return now.wall().equals(was.wall());
        }
        return name.equals("start")
                ? now.instant().equals(was.instant())
                : end(now).equals(
                                WrittenTime.read(before.path("start"), "start").end(was));
    }

    private Instant end(WrittenTime end) {
        return change.has("start")
                ? WrittenTime.read(change.path("start"), "start").end(end)
                : WrittenTime.read(before.path("start"), "start").end(end);
    }

    /** Another end beside a repeated start: it is written in the zone that the event has. */
    private void inStoredZone(JsonNode start) {
        WrittenTime end = WrittenTime.read(change.path("end"), "end");
        if (end.zone().isSameZone(WrittenTime.read(start, "start").zone())) {
            WrittenTime was = WrittenTime.read(before.path("end"), "end");
            change.set("end", was.at(WrittenTime.read(start, "start").end(end)).json());
        }
    }
}
