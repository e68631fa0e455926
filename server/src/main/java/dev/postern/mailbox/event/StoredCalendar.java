package dev.postern.mailbox.event;

import dev.postern.mailbox.ChangeKeys;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.WellKnownFolder;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A calendar: a folder of class calendar and its properties.
 *
 * @param color one of Graph's names
 * @param isDefault whether it is the target of operations that name no calendar; one calendar of each mailbox is
 * @param changed the mailbox's change number when its properties last changed; events do not change it
 * @param properties added by programs, by their Graph names; the node belongs to the caller who read the calendar
 */
public record StoredCalendar(
        FolderId id,
        String name,
        CalendarGroupId group,
        String color,
        boolean isDefault,
        long changed,
        @Nullable ObjectNode properties) {
    static final String AUTOMATIC_COLOR = "auto";

    /** Whether it can be deleted: not the default calendar, nor the one that contains the folders of all others. */
    public boolean isRemovable() {
        return !isDefault && !id.equals(WellKnownFolder.CALENDAR.id());
    }

    public String changeKey() {
        return ChangeKeys.of(id.value(), changed);
    }

    StoredCalendar withDefault(boolean other) {
        return new StoredCalendar(id, name, group, color, other, changed, properties);
    }
}
