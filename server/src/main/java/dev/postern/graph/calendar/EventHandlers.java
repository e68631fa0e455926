package dev.postern.graph.calendar;

import static dev.postern.gate.MailboxOpening.CALENDAR_READ;
import static dev.postern.gate.MailboxOpening.CALENDAR_WRITE;

import dev.postern.gate.CalendarReader;
import dev.postern.gate.CalendarWriter;
import dev.postern.graph.GraphEdge;
import dev.postern.graph.OperationHandler;
import dev.postern.graph.item.AttachmentReads;
import dev.postern.graph.item.AttachmentWrites;
import dev.postern.graph.item.ExtensionReads;
import dev.postern.graph.item.ExtensionWrites;
import dev.postern.graph.item.MimeFile;
import dev.postern.graph.item.UploadSessions;
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

    EventHandlers(GraphEdge edge) {
        this.edge = edge;
    }

    void bindAll(InstantSource clock) {
        events();
        reminders(new EventReminders(clock));
        attachments();
        extensions();
    }

    private void events() {
        read("", EventReads::list);
        write("POST", "", EventWrites::create);
        read("/$count", EventReads::count);
        read("/{id}", EventReads::get);
        write("PATCH", "/{id}", EventWrites::update);
        write("DELETE", "/{id}", EventWrites::delete);
        write("POST", "/{id}/permanentDelete", EventWrites::permanentDelete);
        read("/{id}/instances", EventWindows::instances);
        for (String calendar : CALENDARS) {
            edge.bind("GET", calendar + "/events/{id}/calendar", CALENDAR, CALENDAR_READ, EventReads::calendar);
            edge.bind("GET", calendar + "/calendarView", EVENT, CALENDAR_READ, EventWindows::view);
        }
    }

    private void reminders(EventReminders reminders) {
        edge.bind(
                "GET",
                "/users/{id}/reminderView(startDateTime='{startDateTime}',endDateTime='{endDateTime}')",
                "",
                CALENDAR_READ,
                reminders::view);
        write("POST", "/{id}/snoozeReminder", reminders::snooze);
        write("POST", "/{id}/dismissReminder", reminders::dismiss);
    }

    private void attachments() {
        var reads = new AttachmentReads<>(PATH, new MimeFile(new SecureRandom())::write);
        var writes = new AttachmentWrites<CalendarWriter>(PATH, reads, EventInput.ATTACHMENTS);
        read("/{id}/attachments", reads::list);
        write("POST", "/{id}/attachments", writes::add);
        read("/{id}/attachments/$count", reads::count);
        write("POST", "/{id}/attachments/createUploadSession", new UploadSessions<CalendarWriter>(PATH)::create);
        read("/{id}/attachments/{id}", reads::get);
        write("DELETE", "/{id}/attachments/{id}", writes::remove);
        read("/{id}/attachments/{id}/$value", reads::value);
    }

    private void extensions() {
        var reads = new ExtensionReads<>(PATH);
        var writes = new ExtensionWrites<CalendarWriter>(PATH);
        read("/{id}/extensions", reads::list);
        write("POST", "/{id}/extensions", writes::create);
        read("/{id}/extensions/$count", reads::count);
        read("/{id}/extensions/{id}", reads::get);
        write("PATCH", "/{id}/extensions/{id}", writes::update);
        write("DELETE", "/{id}/extensions/{id}", writes::delete);
    }

    private void read(String rest, OperationHandler<? super CalendarReader> handler) {
        CALENDARS.forEach(calendar -> edge.bind("GET", calendar + "/events" + rest, EVENT, CALENDAR_READ, handler));
    }

    private void write(String method, String rest, OperationHandler<? super CalendarWriter> handler) {
        CALENDARS.forEach(calendar -> edge.bind(method, calendar + "/events" + rest, EVENT, CALENDAR_WRITE, handler));
    }
}
