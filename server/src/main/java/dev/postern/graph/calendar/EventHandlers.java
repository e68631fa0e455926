package dev.postern.graph.calendar;

import static dev.postern.gate.MailboxOpening.CALENDAR_READ;
import static dev.postern.gate.MailboxOpening.CALENDAR_WRITE;

import dev.postern.gate.CalendarReader;
import dev.postern.gate.CalendarWriter;
import dev.postern.graph.GraphEdge;
import dev.postern.graph.item.AttachmentReads;
import dev.postern.graph.item.AttachmentWrites;
import dev.postern.graph.item.ExtensionReads;
import dev.postern.graph.item.ExtensionWrites;
import dev.postern.graph.item.ItemRoutes;
import dev.postern.graph.item.MimeFile;
import dev.postern.graph.item.UploadSessions;
import dev.postern.graph.sync.DeltaFunction;
import dev.postern.graph.sync.DeltaKind;
import dev.postern.mailbox.event.ShownEvents;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/** Binds the operations on events to their rows of the table. */
final class EventHandlers {
    private static final List<String> CALENDARS = List.of(
            "/users/{id}",
            "/users/{id}/calendar",
            "/users/{id}/calendars/{id}",
            "/users/{id}/calendarGroups/{id}/calendars/{id}");

    /** Kinds of objects, as in the table of operations. */
    private static final String EVENT = "event";

    private static final String CALENDAR = "calendar";
    private static final EventItemPath PATH = new EventItemPath();

    private final GraphEdge edge;
    private final EventWindows windows;
    private final ItemRoutes<CalendarReader, CalendarWriter> events;

    EventHandlers(GraphEdge edge, ShownEvents shown) {
        this.edge = edge;
        this.windows = new EventWindows(shown);
        this.events = new ItemRoutes<>(
                edge,
                EVENT,
                CALENDARS.stream().map(calendar -> calendar + "/events").toList(),
                CALENDAR_READ,
                CALENDAR_WRITE);
    }

    void bindAll(InstantSource clock) {
        MeetingChanges meetings = new MeetingChanges(clock);
        events(new EventWrites(meetings));
        meetings(new MeetingAnswers(meetings), new MeetingForwarding(meetings));
        reminders(new EventReminders(clock));
        attachments();
        events.extensions(new ExtensionReads<>(PATH), new ExtensionWrites<>(PATH));
    }

    private void events(EventWrites writes) {
        events.read("", EventReads::list);
        events.write("POST", "", writes::create);
        events.read("/$count", EventReads::count);
        events.read("/{id}", EventReads::get);
        events.write("PATCH", "/{id}", writes::update);
        events.write("DELETE", "/{id}", writes::delete);
        events.write("POST", "/{id}/permanentDelete", writes::permanentDelete);
        events.read("/{id}/instances", EventWindows::instances);
        DeltaFunction<CalendarReader> views = delta(DeltaKind.CALENDAR_VIEW, false);
        DeltaFunction<CalendarReader> instances = delta(DeltaKind.INSTANCES, true);
        for (String calendar : CALENDARS) {
            edge.bind("GET", calendar + "/events/{id}/calendar", CALENDAR, CALENDAR_READ, EventReads::calendar);
            edge.bind("GET", calendar + "/calendarView", EVENT, CALENDAR_READ, windows::view)
                    .bind("GET", calendar + "/calendarView/$count", EVENT, CALENDAR_READ, EventWindows::count);
            edge.bind("GET", calendar + "/calendarView/delta", EVENT, CALENDAR_READ, views::handle);
            edge.bind("GET", calendar + "/events/delta", EVENT, CALENDAR_READ, views::handle);
            edge.bind("GET", calendar + "/events/{id}/instances/delta", EVENT, CALENDAR_READ, instances::handle);
        }
    }

    private static DeltaFunction<CalendarReader> delta(DeltaKind kind, boolean ofSeries) {
        return new DeltaFunction<>(kind, new EventDelta(ofSeries), ViewWindow.START, ViewWindow.END);
    }

    private void meetings(MeetingAnswers answers, MeetingForwarding forwarding) {
        events.write("POST", "/{id}/accept", answers::accept);
        events.write("POST", "/{id}/tentativelyAccept", answers::tentativelyAccept);
        events.write("POST", "/{id}/decline", answers::decline);
        events.write("POST", "/{id}/cancel", answers::cancel);
        events.write("POST", "/{id}/forward", forwarding::forward);
    }

    private void reminders(EventReminders reminders) {
        edge.bind(
                "GET",
                "/users/{id}/reminderView(startDateTime='{startDateTime}',endDateTime='{endDateTime}')",
                "",
                CALENDAR_READ,
                reminders::view);
        events.write("POST", "/{id}/snoozeReminder", reminders::snooze);
        events.write("POST", "/{id}/dismissReminder", reminders::dismiss);
    }

    private void attachments() {
        var reads = new AttachmentReads<>(PATH, new MimeFile(new SecureRandom())::write);
        var writes = new AttachmentWrites<CalendarWriter>(PATH, reads, EventInput.ATTACHMENTS);
        events.read("/{id}/attachments", reads::list);
        events.write("POST", "/{id}/attachments", writes::add);
        events.read("/{id}/attachments/$count", reads::count);
        events.write("POST", "/{id}/attachments/createUploadSession", new UploadSessions<CalendarWriter>(PATH)::create);
        events.read("/{id}/attachments/{id}", reads::get);
        events.write("DELETE", "/{id}/attachments/{id}", writes::remove);
        events.read("/{id}/attachments/{id}/$value", reads::value);
    }
}
