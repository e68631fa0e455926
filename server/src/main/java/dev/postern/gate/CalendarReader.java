package dev.postern.gate;

import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.event.CalendarGroup;
import dev.postern.mailbox.event.CalendarGroupId;
import dev.postern.mailbox.event.CalendarGroups;
import dev.postern.mailbox.event.CalendarPermission;
import dev.postern.mailbox.event.CalendarPermissions;
import dev.postern.mailbox.event.Calendars;
import dev.postern.mailbox.event.StoredCalendar;
import java.util.List;

/** The calendars of a mailbox, opened for reading. The methods throw {@link dev.postern.mailbox.MailboxFailure}. */
public sealed class CalendarReader extends MailboxAccess permits CalendarWriter {
    CalendarReader(OpenedMailbox opened) {
        super(opened);
    }

    final Calendars stored() {
        return new Calendars(opened.mailbox());
    }

    final CalendarGroups groups() {
        return new CalendarGroups(opened.mailbox());
    }

    final CalendarPermissions permissionsOf(FolderId calendar) {
        return new CalendarPermissions(opened.mailbox(), stored().get(calendar).id());
    }

    public List<StoredCalendar> calendars() {
        return stored().list();
    }

    public StoredCalendar calendar(FolderId calendar) {
        return stored().get(calendar);
    }

    public StoredCalendar defaultCalendar() {
        return stored().getDefault();
    }

    public List<CalendarGroup> calendarGroups() {
        return groups().list();
    }

    public CalendarGroup calendarGroup(CalendarGroupId group) {
        return groups().get(group);
    }

    public List<CalendarPermission> permissions(FolderId calendar) {
        return permissionsOf(calendar).list();
    }
}
