package dev.postern.graph.calendar;

import dev.postern.mailbox.Item;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A single event, a series or an occurrence, with everything that a response shows of it.
 *
 * @param item the stored event: of an occurrence its series
 * @param properties in stored form; of an occurrence those that it inherits and its own
 * @param start of a series that of its first occurrence
 * @param occurrence null if it is the stored event itself
 */
record ShownEvent(
        Item item,
        ObjectNode properties,
        Instant start,
        Instant end,
        @Nullable Instance occurrence) {
    /**
     * What only an occurrence has.
     *
     * @param originalStart when it would start without a change
     * @param exception whether it differs from its series
     */
    record Instance(LocalDate originalDate, Instant originalStart, boolean exception) {}

    boolean isAllDay() {
        return properties.path("isAllDay").booleanValue(false);
    }

    boolean isSeries() {
        return occurrence == null && properties.path("recurrence").isObject();
    }
}
