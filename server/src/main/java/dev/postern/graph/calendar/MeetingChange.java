package dev.postern.graph.calendar;

import dev.postern.mailbox.event.EventInstance;

/** What has happened to an event, for the messages to its attendees. Occurrences change and are deleted one by one. */
sealed interface MeetingChange {
    record Created(EventInstance event) implements MeetingChange {}

    record Changed(EventInstance before, EventInstance after) implements MeetingChange {}

    record Deleted(EventInstance event) implements MeetingChange {}
}
