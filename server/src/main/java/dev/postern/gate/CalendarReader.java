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
public sealed class CalendarReader extends MailboxAccess implements ItemReader permits CalendarWriter {
    CalendarReader(OpenedMailbox opened) {
        super(opened);
    }

    /** Opens what other mailboxes show of their time to this one. */
    public ScheduleReader schedules() {
        return new ScheduleReader(opened);
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

    // STUB
    @Override
    public dev.postern.mailbox.Item item(dev.postern.mailbox.ItemRef item, dev.postern.mailbox.Fields fields) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<dev.postern.mailbox.Attachment> attachments(dev.postern.mailbox.ItemId item) {
        throw new UnsupportedOperationException();
    }

    @Override
    public dev.postern.mailbox.Attachment attachment(dev.postern.mailbox.AttachmentRef attachment) {
        throw new UnsupportedOperationException();
    }

    @Override
    public java.io.InputStream attachmentContent(dev.postern.mailbox.ItemId item, dev.postern.mailbox.AttachmentId attachment) {
        throw new UnsupportedOperationException();
    }
}
