package dev.postern.graph.calendar;

import dev.postern.gate.CalendarReader;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.item.ItemAddress;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.WireIds;
import dev.postern.mailbox.event.CalendarGroup;
import dev.postern.mailbox.event.CalendarGroupId;
import dev.postern.mailbox.event.StoredCalendar;
import org.jspecify.annotations.Nullable;

/** The calendar in a path, and its name in contexts and locations. */
final class CalendarPath {
    private CalendarPath() {}

    /**
     * The calendar of a path; the default calendar if the path names none.
     *
     * @throws MailboxFailure if it does not exist, or is not in the group of the path
     */
    static StoredCalendar calendar(CalendarReader mailbox, GraphRequest request) {
        if (!request.has("calendars")) {
            return mailbox.defaultCalendar();
        }
        CalendarGroup group = group(mailbox, request);
        StoredCalendar calendar = mailbox.calendar(WireIds.folder(mailbox.id(), request.key("calendars")));
        if (group != null && !calendar.group().equals(group.id())) {
            throw new MailboxFailure.FolderNotFound();
        }
        return calendar;
    }

    /** As {@link #calendar}, without reading its properties; the default calendar may not exist. */
    static FolderId id(CalendarReader mailbox, GraphRequest request) {
        return request.has("calendars") ? calendar(mailbox, request).id() : mailbox.defaultCalendarId();
    }

    /** The group of a path; null if the path names none. */
    static @Nullable CalendarGroup group(CalendarReader mailbox, GraphRequest request) {
        return request.has("calendarGroups")
                ? mailbox.calendarGroup(
                        new CalendarGroupId(WireIds.calendarGroup(mailbox.id(), request.key("calendarGroups"))))
                : null;
    }

    /** {@code users('...')}. */
    static String user(CalendarReader mailbox) {
        return "users('" + mailbox.ownerId() + "')";
    }

    /** {@code users('...')/calendars}, in the group of the path if it names one. */
    static String calendars(CalendarReader mailbox, @Nullable CalendarGroup group) {
        return user(mailbox)
                + (group == null ? "" : "/calendarGroups(" + ItemAddress.quoted(id(mailbox, group)) + ")")
                + "/calendars";
    }

    static String id(CalendarReader mailbox, CalendarGroup group) {
        return WireIds.calendarGroup(mailbox.id(), group.id().value());
    }

    static String id(CalendarReader mailbox, StoredCalendar calendar) {
        return WireIds.folder(mailbox.id(), calendar.id());
    }
}
