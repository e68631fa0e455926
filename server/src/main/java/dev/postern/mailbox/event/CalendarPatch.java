package dev.postern.mailbox.event;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A change of a calendar, or a new one; null leaves a property unchanged.
 *
 * @param isDefault true makes it the default calendar; false changes nothing, because there is always one
 * @param properties extended properties, changed one by one by their id
 */
public record CalendarPatch(
        @Nullable String name,
        @Nullable String color,
        boolean isDefault,
        @Nullable ObjectNode properties) {
    /** Whether it changes nothing. */
    public boolean isEmpty() {
        return name == null && color == null && !isDefault && properties == null;
    }
}
