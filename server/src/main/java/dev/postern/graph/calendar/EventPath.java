package dev.postern.graph.calendar;

import dev.postern.gate.CalendarReader;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.item.ItemAddress;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.MailboxFailure;
import org.jspecify.annotations.Nullable;

/** The event in a path, and the collection of the path in contexts. */
final class EventPath {
    private EventPath() {}

    /** The event's id; whether it is in the calendar of the path is checked with {@link #check}. */
    static EventId id(CalendarReader mailbox, GraphRequest request) {
        return EventId.read(mailbox.id(), request.key("events"));
    }

    /** The calendar of a path that names one; {@code /events/{id}} reaches the events of all calendars. */
    static @Nullable FolderId calendar(CalendarReader mailbox, GraphRequest request) {
        return isInCalendar(request) ? CalendarPath.calendar(mailbox, request).id() : null;
    }

    /** {@code /calendar/events}, {@code /calendars/{id}/events}, {@code /calendarGroups/...}, but not {@code /events/{id}/calendar}. */
    private static boolean isInCalendar(GraphRequest request) {
        return request.row().segments().get(2).startsWith("calendar") && request.has("events");
    }

    /** @throws MailboxFailure.ItemNotFound if an event is not in the calendar of the path */
    static void check(CalendarReader mailbox, GraphRequest request, Item event) {
        FolderId calendar = calendar(mailbox, request);
        if (calendar != null && !calendar.equals(event.folder())) {
            throw new MailboxFailure.ItemNotFound();
        }
    }

    /** {@code users('...')/events}, or with the calendar of the path. */
    static String collection(CalendarReader mailbox, GraphRequest request, String name) {
        return ItemAddress.user(mailbox)
                + (request.has("calendars")
                        ? "/calendars(" + ItemAddress.quoted(request.key("calendars")) + ")"
                        : request.row().segments().get(2).equals("calendar") ? "/calendar" : "")
                + "/" + name;
    }
}
