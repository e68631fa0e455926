package dev.postern.graph.calendar;

import dev.postern.gate.CalendarWriter;

/** The one place to which every change of an event is handed over. Nothing is sent yet. */
final class MeetingChanges {
    private MeetingChanges() {}

    static void handOver(CalendarWriter mailbox, MeetingChange change) {}
}
