package dev.postern.mailbox.event;

import dev.postern.mailbox.EventPart;
import dev.postern.mailbox.EventProperties;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.MailboxFailure;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An event or an occurrence in a window, before its properties are put together.
 *
 * @param event null if it was not read, because it was shown before
 * @param exception null if the occurrence is as its series makes it
 * @param known what is known of the state that the plan was made of; null if no view keeps what it shows
 */
record WindowEvent(
        @Nullable ReadEvent event,
        WindowPlan.Place place,
        EventExceptions.@Nullable ChangedOccurrence exception,
        ShownEvents.@Nullable Known known) {
    Item item() {
        return read().item();
    }

    private ReadEvent read() {
        return Objects.requireNonNull(event, "It was not read");
    }

    /** What was shown of it before; null if nothing. */
    ShownEvents.@Nullable Entry shown() {
        return known == null ? null : known.entry(place.originalDate());
    }

    /** Keeps what was made of it, if it was read in the state that the plan was made of. */
    void keep(ShownEvents.InForm form, ShownEvents.Entry entry) {
        if (known != null && known.state().equals(ShownEvents.State.of(item()))) {
            form.keep(item().id(), known, place.originalDate(), entry);
        }
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
            return read().occurrences().instance(date, exception);
        } catch (MailboxFailure.ItemNotFound _) {
            return null;
        }
    }
}
