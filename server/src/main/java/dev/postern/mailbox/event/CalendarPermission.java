package dev.postern.mailbox.event;

import dev.postern.store.Row;

/** An entry of the permissions of a calendar. */
public record CalendarPermission(Grantee grantee, CalendarRights rights) {
    static final String COLUMNS = "grantee, name, address, access_rights, is_delegate, sees_private";

    static CalendarPermission read(Row row) {
        return new CalendarPermission(
                new Grantee(row.text(1), row.text(2), row.text(3)),
                CalendarRights.stored(row.text(4), row.flag(5), row.flag(6)));
    }
}
