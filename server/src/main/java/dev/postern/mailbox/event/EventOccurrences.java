package dev.postern.mailbox.event;

import dev.postern.calendar.Occurrence;
import dev.postern.mailbox.EventPart;
import dev.postern.mailbox.EventProperties;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.MailboxFailure;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The occurrences of one series, put together from the series and its exceptions.
 *
 * @param item the series with its document
 * @param inherited what every occurrence has from the series, without its times
 */
record EventOccurrences(Item item, EventSeries series, ObjectNode inherited) {
    /** Belong to the series. */
    private static final List<String> NOT_INHERITED = List.of("recurrence", "transactionId");

    /** @throws MailboxFailure.ItemNotFound if the event is not a series */
    static EventOccurrences of(Item item) {
        EventPart part = item.event();
        if (part.recurrence() == null) {
            throw new MailboxFailure.ItemNotFound();
        }
        return of(item, EventSeries.of(part.times(), part.recurrence()));
    }

    /** @param series that of the item */
    static EventOccurrences of(Item item, EventSeries series) {
        ObjectNode inherited = EventProperties.of(item);
        inherited.remove(NOT_INHERITED);
        return new EventOccurrences(item, series, inherited);
    }

    /** The properties of an occurrence as the series makes it. */
    ObjectNode plain(LocalDate originalDate) {
        ObjectNode properties = inherited.objectNode().setAll(inherited);
        properties.set("start", series.start(originalDate));
        properties.set("end", series.end(originalDate));
        return properties;
    }

    /**
     * @param exception null if there is none; not a deletion
     * @throws MailboxFailure.ItemNotFound if the pattern has no such occurrence
     */
    EventInstance instance(LocalDate originalDate, EventExceptions.@Nullable ChangedOccurrence exception) {
        Occurrence occurrence = series.occurrence(originalDate);
        ObjectNode properties = plain(originalDate);
        Instant start = occurrence.start();
        Instant end = occurrence.end();
        if (exception != null) {
            ObjectNode merged = EventProperties.merged(properties, Objects.requireNonNull(exception.doc()));
            properties = Meeting.latest(merged, properties);
            start = Objects.requireNonNull(exception.start());
            end = Objects.requireNonNull(exception.end());
        }
        return new EventInstance(
                item,
                properties,
                start,
                end,
                new EventInstance.Occurring(originalDate, occurrence.start(), exception != null));
    }
}
