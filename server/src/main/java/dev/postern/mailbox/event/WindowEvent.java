package dev.postern.mailbox.event;

import dev.postern.mailbox.EventPart;
import dev.postern.mailbox.EventProperties;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.MailboxFailure;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An event or an occurrence in a window, before its properties are put together.
 *
 * @param exception null if the occurrence is as its series makes it
 */
record WindowEvent(ReadEvent event, WindowPlan.Place place, EventExceptions.@Nullable ChangedOccurrence exception) {
    Item item() {
        return event.item();
    }

    /** A property in stored form that an exception has instead of that of its series. */
    Optional<JsonNode> own(String name) {
        ObjectNode doc = exception == null ? null : exception.doc();
        return doc == null ? Optional.empty() : Optional.ofNullable(doc.get(name));
    }

    /** With its properties; null if the series was changed after its occurrences were computed. */
    @Nullable
    EventInstance instance() {
        LocalDate date = place.originalDate();
        if (date == null) {
            EventPart.Times times = item().event().times();
            return new EventInstance(item(), EventProperties.of(item()), times.startsAt(), times.endsAt(), null);
        }
        try {
            return event.occurrences().instance(date, exception);
        } catch (MailboxFailure.ItemNotFound _) {
            return null;
        }
    }
}
