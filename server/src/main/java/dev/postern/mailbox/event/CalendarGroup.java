package dev.postern.mailbox.event;

import dev.postern.mailbox.ChangeKeys;
import dev.postern.store.Row;
import java.util.UUID;

/**
 * A group of calendars.
 *
 * @param changed the mailbox's change number when it last changed
 */
public record CalendarGroup(CalendarGroupId id, String name, UUID classId, long changed) {
    static final String COLUMNS = "group_id, name, class_id, changed";

    /** The group of a mailbox in which it has not been renamed. */
    static final CalendarGroup MY_CALENDARS = new CalendarGroup(
            CalendarGroupId.MY_CALENDARS, "My Calendars", UUID.fromString("0006f0b7-0000-0000-c000-000000000046"), 1);

    static CalendarGroup read(Row row) {
        return new CalendarGroup(new CalendarGroupId(row.uuid(1)), row.text(2), row.uuid(3), row.number(4));
    }

    public String changeKey() {
        return ChangeKeys.of(id.value(), changed);
    }
}
