package dev.postern.mailbox.event;

import dev.postern.mailbox.Item;
import org.jspecify.annotations.Nullable;

/** An event that was read for a window; a series is expanded when that is needed. Belongs to one request. */
final class ReadEvent {
    private final Item item;
    private @Nullable EventSeries series;
    private @Nullable EventOccurrences occurrences;

    ReadEvent(Item item) {
        this(item, null);
    }

    /** @param series what was read from the same row; null if it was not needed yet, or the event is not a series */
    ReadEvent(Item item, @Nullable EventSeries series) {
        this.item = item;
        this.series = series;
    }

    Item item() {
        return item;
    }

    /** @throws dev.postern.mailbox.MailboxFailure.ItemNotFound if the event is not a series */
    EventOccurrences occurrences() {
        if (occurrences == null) {
            occurrences = series == null ? EventOccurrences.of(item) : EventOccurrences.of(item, series);
        }
        return occurrences;
    }
}
