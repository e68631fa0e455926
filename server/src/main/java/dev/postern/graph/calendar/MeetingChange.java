package dev.postern.graph.calendar;

/** What has happened to an event, for the messages to its attendees. Occurrences change and are deleted one by one. */
sealed interface MeetingChange {
    record Created(ShownEvent event) implements MeetingChange {}

    record Changed(ShownEvent before, ShownEvent after) implements MeetingChange {}

    record Deleted(ShownEvent event) implements MeetingChange {}
}
