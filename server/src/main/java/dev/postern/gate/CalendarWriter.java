package dev.postern.gate;

import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.event.CalendarGroup;
import dev.postern.mailbox.event.CalendarGroupId;
import dev.postern.mailbox.event.CalendarPatch;
import dev.postern.mailbox.event.CalendarPermission;
import dev.postern.mailbox.event.CalendarRights;
import dev.postern.mailbox.event.Grantee;
import dev.postern.mailbox.event.StoredCalendar;
import org.jspecify.annotations.Nullable;

/** The calendars of a mailbox, opened for reading and changing. */
public final class CalendarWriter extends CalendarReader implements ItemWriter {
    CalendarWriter(OpenedMailbox opened) {
        super(opened);
    }

    /** @param group null for the group that every mailbox has */
    public StoredCalendar createCalendar(@Nullable CalendarGroupId group, String name, CalendarPatch other) {
        return stored().create(group, name, other);
    }

    public StoredCalendar updateCalendar(FolderId calendar, CalendarPatch patch) {
        return stored().update(calendar, patch);
    }

    public void deleteCalendar(FolderId calendar) {
        stored().delete(calendar);
    }

    public void purgeCalendar(FolderId calendar) {
        stored().purge(calendar);
    }

    public CalendarGroup createGroup(String name) {
        return groups().create(name);
    }

    public CalendarGroup renameGroup(CalendarGroupId group, String name) {
        return groups().rename(group, name);
    }

    public void deleteGroup(CalendarGroupId group) {
        groups().delete(group);
    }

    public CalendarPermission putPermission(FolderId calendar, Grantee grantee, CalendarRights rights) {
        return permissionsOf(calendar).put(grantee, rights);
    }

    public CalendarPermission updatePermission(FolderId calendar, Grantee grantee, CalendarRights rights) {
        return permissionsOf(calendar).update(grantee, rights);
    }

    public void removePermission(FolderId calendar, Grantee grantee) {
        permissionsOf(calendar).remove(grantee);
    }

    // STUB
    @Override
    public dev.postern.mailbox.Item update(dev.postern.mailbox.ItemRef item, @Nullable String changeKey, tools.jackson.databind.node.ObjectNode patch) {
        throw new UnsupportedOperationException();
    }

    @Override
    public dev.postern.mailbox.Attachment attach(dev.postern.mailbox.ItemRef item, dev.postern.mailbox.NewAttachment attachment) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void detach(dev.postern.mailbox.AttachmentRef attachment) {
        throw new UnsupportedOperationException();
    }

    @Override
    public UploadTicket.Issued beginUpload(dev.postern.mailbox.ItemRef item, dev.postern.mailbox.Upload.File file) {
        throw new UnsupportedOperationException();
    }

    public dev.postern.mailbox.Item createEvent(FolderId calendar, tools.jackson.databind.node.ObjectNode event, java.util.List<dev.postern.mailbox.NewAttachment> attachments) {
        throw new UnsupportedOperationException();
    }

    public void updateOccurrence(dev.postern.mailbox.ItemRef item, java.time.LocalDate date, @Nullable String changeKey, tools.jackson.databind.node.ObjectNode patch) {
        throw new UnsupportedOperationException();
    }

    public void deleteOccurrence(dev.postern.mailbox.ItemRef item, java.time.LocalDate date, @Nullable String changeKey) {
        throw new UnsupportedOperationException();
    }

    public void purgeEvent(dev.postern.mailbox.ItemRef item) {
        throw new UnsupportedOperationException();
    }

    public void deleteEvent(dev.postern.mailbox.ItemRef item, @Nullable String changeKey) {
        throw new UnsupportedOperationException();
    }
}
