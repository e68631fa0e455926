package dev.postern.graph.calendar;

import dev.postern.http.Json;
import dev.postern.mailbox.event.EventInstance;
import dev.postern.query.Moments;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the user has done with the reminders of an event, stored with it. A series has one state, so that an occurrence does not become an
 * exception.
 *
 * @param dismissed occurrences that start until then remind of nothing more
 * @param snoozed the start of the occurrence that reminds at another time
 * @param next that time
 */
record ReminderState(
        @Nullable Instant dismissed,
        @Nullable Instant snoozed,
        @Nullable Instant next) {
    static final String PROPERTY = "reminderState";

    static ReminderState of(EventInstance event) {
        JsonNode stored = event.properties().path(PROPERTY);
        return new ReminderState(time(stored, "dismissed"), time(stored, "snoozed"), time(stored, "next"));
    }

    private static @Nullable Instant time(JsonNode stored, String name) {
        return Moments.parse(stored.path(name).stringValue("")).orElse(null);
    }

    /** When an event or occurrence reminds; empty if it does not. */
    static Optional<Instant> fires(EventInstance event) {
        ReminderState state = of(event);
        if (!event.properties().path("isReminderOn").booleanValue(false)) {
            return Optional.empty();
        }
        if (state.next != null && event.start().equals(state.snoozed)) {
            return Optional.of(state.next);
        }
        if (state.dismissed != null && !event.start().isAfter(state.dismissed)) {
            return Optional.empty();
        }
        int minutes = event.properties().path("reminderMinutesBeforeStart").intValue(0);
        return Optional.of(event.start().minusSeconds(60L * minutes));
    }

    /** Earlier occurrences do not remind again either, except one that was snoozed. */
    ReminderState dismissedUntil(Instant start) {
        boolean wasLater = dismissed != null && dismissed.isAfter(start);
        boolean isOther = snoozed != null && !snoozed.equals(start);
        return new ReminderState(wasLater ? dismissed : start, isOther ? snoozed : null, isOther ? next : null);
    }

    ReminderState snoozedTo(Instant start, Instant time) {
        return new ReminderState(dismissed, start, time);
    }

    /** As a change of the event. */
    ObjectNode json() {
        ObjectNode json = Json.object();
        ObjectNode state = json.putObject(PROPERTY);
        put(state, "dismissed", dismissed);
        put(state, "snoozed", snoozed);
        put(state, "next", next);
        return json;
    }

    private static void put(ObjectNode state, String name, @Nullable Instant time) {
        if (time != null) {
            state.put(name, Moments.format(time));
        }
    }
}
