package dev.postern.graph.calendar;

import static dev.postern.gate.MailboxOpening.CALENDAR_READ;

import dev.postern.gate.CalendarReader;
import dev.postern.gate.MailReader;
import dev.postern.graph.GraphEdge;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.MeetingEvents;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.mailbox.event.EventInstance;

/** The event that a meeting message is about. Reading it needs the permissions of the operation that reads an event. */
record EventOfMessage(GraphEdge edge) implements MeetingEvents {
    @Override
    public Events open(MailReader mailbox, GraphRequest request, QueryOptions options) {
        CalendarReader calendar = edge.openRelated(mailbox, CALENDAR_READ, "GET", "/users/{id}/events/{id}");
        // writes the entry of the decision; reading needs nothing that has to be closed
        calendar.close();
        EventView view = new EventView(calendar, request, options);
        return notice -> {
            EventInstance event = calendar.find(notice);
            return event == null ? null : view.show(event);
        };
    }
}
