package dev.postern.mailbox.event;

import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemRef;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A single event, a series or an occurrence, with its properties.
 *
 * @param item the stored event: of an occurrence its series
 * @param properties in stored form (see {@code docs/calendar.md}); of an occurrence those that it inherits and its own.
 *     It belongs to the caller, but the values in it may be shared with other occurrences
 * @param start of a series that of its first occurrence
 * @param occurrence null if it is the stored event itself
 */
public record EventInstance(
        Item item,
        ObjectNode properties,
        Instant start,
        Instant end,
        @Nullable Occurring occurrence) {
    /**
     * What only an occurrence has.
     *
     * @param originalDate the local date of its original start in the zone of the series
     * @param originalStart when it would start without a change
     * @param exception whether it differs from its series
     */
    public record Occurring(LocalDate originalDate, Instant originalStart, boolean exception) {}

    /** A reference to this state of the event, or of the occurrence. */
    public ItemRef ref() {
        return new ItemRef(item.id(), item.moveCount(), occurrence == null ? null : occurrence.originalDate());
    }

    /** Whether it has attachments that are not inline; an occurrence without attachments of its own has those of its series. */
    public boolean hasAttachments() {
        return properties
                .path(OccurrenceChanges.OWN_ATTACHMENTS)
                .booleanValue(item.core().hasAttachments());
    }

    /** Whether it is the stored event and recurs. */
    public boolean isSeries() {
        return occurrence == null && item.event().isSeries();
    }
}
