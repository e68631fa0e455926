package dev.postern.mailbox.event;

import java.util.UUID;

/** A group of calendars within its mailbox. The group that every mailbox has, has the same id in each. */
public record CalendarGroupId(UUID value) {
    static final CalendarGroupId MY_CALENDARS = new CalendarGroupId(new UUID(0x8000L, 0x8000_0000_0000_0001L));
}
