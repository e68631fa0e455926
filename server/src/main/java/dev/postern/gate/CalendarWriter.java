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
public final class CalendarWriter extends CalendarReader {
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
}
