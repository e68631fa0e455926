package dev.postern.mailbox.event;

import dev.postern.calendar.Movement;
import dev.postern.calendar.Occurrence;
import dev.postern.calendar.WeekRows;
import dev.postern.mailbox.EventPart;
import dev.postern.mailbox.EventProperties;
import dev.postern.mailbox.EventTable;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.MailboxChange;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.MailboxFailure.EventRefused;
import dev.postern.mailbox.Tombstones;
import dev.postern.store.Sql;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Changes and deletes single occurrences of series. */
final class OccurrenceChanges {
    private static final Logger LOG = LoggerFactory.getLogger(OccurrenceChanges.class);
    private static final List<String> TIMES = List.of("start", "end", "isAllDay");

    private final EventTable table;
    private final EventExceptions exceptions;
    private final EventWeeks weeks;

    OccurrenceChanges(EventTable table, EventExceptions exceptions, EventWeeks weeks) {
        this.table = table;
        this.exceptions = exceptions;
        this.weeks = weeks;
    }

    /** The member of an exception that has attachments of its own: the value of that property. */
    static final String OWN_ATTACHMENTS = "hasAttachments";

    void update(MailboxChange change, Item item, LocalDate date, ObjectNode patch) {
        update(change, item, date, patch, 0);
    }

    /** @param attached the growth of its attachments in bytes */
    void update(MailboxChange change, Item item, LocalDate date, ObjectNode patch, long attached) {
        long grown = write(change, EventOccurrences.of(item), date, patch);
        table.touch(change, item.core(), grown + attached, new HashSet<>(patch.propertyNames()));
    }

    /** Changes several occurrences, with one change of their series; those that do not exist or do not fit are left out. */
    void updateAll(MailboxChange change, Item item, Map<LocalDate, ObjectNode> patches) {
        EventOccurrences all = EventOccurrences.of(item);
        Set<String> names = new HashSet<>();
        long grown = 0;
        for (Map.Entry<LocalDate, ObjectNode> one : new TreeMap<>(patches).entrySet()) {
            try {
                grown += write(change, all, one.getKey(), one.getValue());
                names.addAll(one.getValue().propertyNames());
            } catch (MailboxFailure.ItemNotFound | EventRefused e) {
                LOG.debug("An occurrence was not changed: {}", e.getMessage());
            }
        }
        if (!names.isEmpty()) {
            table.touch(change, item.core(), grown, names);
        }
    }

    /** Returns the growth in bytes. Nothing is written if the occurrence is refused, or stays as it is. */
    private long write(MailboxChange change, EventOccurrences all, LocalDate date, ObjectNode patch) {
        if (patch.path("recurrence").isObject()) {
            throw refused("An occurrence of a series has no 'recurrence' of its own.");
        }
        Item item = all.item();
        Occurrence occurrence = all.series().occurrence(date);
        EventExceptions.ChangedOccurrence exception = present(exceptions.find(change.sql(), item.id(), date));
        ObjectNode own = exception == null || exception.doc() == null ? patch.objectNode() : exception.doc();
        ObjectNode plain = all.plain(date);
        ObjectNode after = EventProperties.merged(EventProperties.merged(plain, own), patch);
        EventBounds.check(after);
        Set<String> names = new HashSet<>(own.propertyNames());
        names.addAll(patch.propertyNames());
        boolean isAllDay = after.path("isAllDay").booleanValue(false);
        EventPart.Times times = EventPart.Times.of(
                EventPart.ZonedTime.of(after.path("start")), EventPart.ZonedTime.of(after.path("end")), isAllDay);
        Instant start = times.startsAt();
        Instant end = times.endsAt();
        ObjectNode kept = differences(plain, after, names);
        boolean moved = !start.equals(occurrence.start())
                || !end.equals(occurrence.end())
                || isAllDay != plain.path("isAllDay").booleanValue(false);
        if (moved) {
            if (end.isBefore(start)) {
                throw refused("The end of an event cannot be before its start.");
            }
            requirePlace(change.sql(), item, all.series(), date, all.series().place(start, end, isAllDay));
            TIMES.forEach(name -> kept.set(name, after.get(name)));
        }
        if (exception != null
                && kept.equals(exception.doc())
                && start.equals(exception.start())
                && end.equals(exception.end())) {
            return 0;
        }
        if (kept.isEmpty()) {
            Tombstones.addOccurrence(change, item.id(), date);
        }
        long grown = kept.isEmpty()
                ? exceptions.remove(change.sql(), item.id(), date)
                : exceptions.write(change, item.id(), date, start, end, kept);
        if (moved) {
            weeks.add(change.sql(), item.folder(), item.id(), WeekRows.of(start, end));
        }
        return grown;
    }

    void delete(MailboxChange change, Item item, LocalDate date) {
        EventOccurrences.of(item).series().occurrence(date);
        present(exceptions.find(change.sql(), item.id(), date));
        long grown = exceptions.write(change, item.id(), date, null, null, null)
                + table.occurrenceAttachments().removeAll(change.sql(), item.id(), date);
        table.touch(change, item.core(), grown, Set.of("cancelledOccurrences"));
    }

    void restore(MailboxChange change, Item item, LocalDate date) {
        EventExceptions.ChangedOccurrence exception = exceptions.find(change.sql(), item.id(), date);
        if (exception != null && exception.isDeleted()) {
            Tombstones.addOccurrence(change, item.id(), date);
            long grown = exceptions.remove(change.sql(), item.id(), date);
            table.touch(change, item.core(), grown, Set.of("cancelledOccurrences"));
        }
    }

    private static EventExceptions.@Nullable ChangedOccurrence present(
            EventExceptions.@Nullable ChangedOccurrence exception) {
        if (exception != null && exception.isDeleted()) {
            throw new MailboxFailure.ItemNotFound();
        }
        return exception;
    }

    /** The properties with these names whose values differ, except the times. */
    private static ObjectNode differences(ObjectNode plain, ObjectNode after, Set<String> names) {
        ObjectNode kept = plain.objectNode();
        for (String name : names) {
            JsonNode value = after.get(name);
            boolean derived = TIMES.contains(name) || name.equals("bodyPreview") || name.equals("recurrence");
            if (derived) {
                continue;
            }
            if (value == null && plain.has(name)) {
                kept.putNull(name);
            } else if (value != null && !value.equals(plain.get(name))) {
                kept.set(name, value);
            }
        }
        JsonNode body = kept.get("body");
        if (body != null) {
            kept.put("bodyPreview", EventProperties.preview(body));
        }
        return kept;
    }

    private void requirePlace(Sql sql, Item item, EventSeries series, LocalDate date, Movement.Place wanted) {
        var moved = new TreeMap<LocalDate, Movement.Place>();
        for (Optional<LocalDate> neighbor :
                List.of(series.recurrence().before(date), series.recurrence().after(date))) {
            if (neighbor.isPresent()) {
                EventExceptions.ChangedOccurrence exception = exceptions.find(sql, item.id(), neighbor.get());
                if (exception != null && exception.start() != null && exception.end() != null) {
                    moved.put(neighbor.get(), series.place(exception.start(), exception.end(), false));
                }
            }
        }
        if (!Movement.isAllowed(series.recurrence(), date, series.inherited(date), wanted, moved)) {
            throw new EventRefused(
                    EventRefused.Fault.CROSSES_NEIGHBOR,
                    "Modified occurrence is crossing or overlapping adjacent occurrence.");
        }
    }

    private static EventRefused refused(String message) {
        return new EventRefused(EventRefused.Fault.PROPERTY, message);
    }
}
