package dev.postern.mailbox.event;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a meeting message does to a calendar.
 *
 * @param create the properties of a new event; null if an event is changed
 * @param patch of the event; empty for no change
 * @param occurrences patches of occurrences, by original date
 * @param deleted the original dates of occurrences that are deleted
 * @param reason why nothing happens; empty if something does
 */
record CalendarPlan(
        @Nullable ObjectNode create,
        ObjectNode patch,
        Map<LocalDate, ObjectNode> occurrences,
        List<LocalDate> deleted,
        String reason) {
    CalendarPlan {
        occurrences = Map.copyOf(occurrences);
        deleted = List.copyOf(deleted);
    }

    static CalendarPlan none(String reason) {
        return new CalendarPlan(null, JsonNodeFactory.instance.objectNode(), Map.of(), List.of(), reason);
    }

    static CalendarPlan change(ObjectNode patch) {
        return new CalendarPlan(null, patch, Map.of(), List.of(), "");
    }

    static CalendarPlan occurrence(LocalDate date, ObjectNode patch) {
        return new CalendarPlan(null, JsonNodeFactory.instance.objectNode(), Map.of(date, patch), List.of(), "");
    }

    boolean isNone() {
        return !reason.isEmpty();
    }
}
