package dev.postern.mailbox.event;

import dev.postern.access.MailboxId;
import dev.postern.mailbox.EventPart;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A cache of what was made of events to show them in a view, so that an unchanged event need neither be read nor put together again. An
 * entry is found only with the state that its event has now, so it is never stale. The size in bytes is bounded; the events that were not shown for the longest
 * time are evicted. The gate has allowed the caller to read the mailbox before. Thread-safe.
 */
public final class ShownEvents {
    /** Larger entries are not kept. */
    static final int MAX_ENTRY = 64 << 10;
    /** The occurrences that are kept of a series in one form. */
    static final int MAX_DATES = 64;

    private static final long WEIGHT_OF_ENTRY = 200;
    private static final long WEIGHT_OF_EVENT = 1000;

    private final Map<Key, Known> events = new LinkedHashMap<>(64, 0.75f, true);
    private final long max;
    private long size;

    /** @param max maximum size in bytes; 0 to keep nothing */
    public ShownEvents(long max) {
        this.max = max;
    }

    /**
     * An event or an occurrence as it is shown.
     *
     * @param json the bytes, which must not be changed
     * @param text the length of its texts, which limit a page
     */
    public record Entry(byte[] json, long text) {}

    /**
     * A state of an event with its exceptions and attachments: each change gives it another number. The time makes a difference if a database loses its last
     * changes, so that their numbers are used again.
     */
    record State(long changed, Instant modified) {
        static State of(Item item) {
            return new State(item.core().changed(), item.core().modified());
        }
    }

    private record Key(MailboxId mailbox, ItemId item, String form) {}

    /**
     * What is known of one state of an event. Immutable.
     *
     * @param series null if it is a single event
     * @param entries by original date; that of a single event is by {@link LocalDate#EPOCH}
     */
    record Known(
            State state, EventPart.Times times, @Nullable EventSeries series, Map<LocalDate, Entry> entries) {
        Known {
            entries = Map.copyOf(entries);
        }

        @Nullable
        Entry entry(@Nullable LocalDate originalDate) {
            return entries.get(date(originalDate));
        }

        /** Whether it may be all that a view of these days needs. */
        private boolean suffices(LocalDate first, LocalDate last) {
            return series == null
                    || entries.keySet().stream().anyMatch(date -> !date.isBefore(first) && !date.isAfter(last));
        }

        private Known with(LocalDate date, Entry entry) {
            Map<LocalDate, Entry> more = entries.size() < MAX_DATES ? new HashMap<>(entries) : new HashMap<>();
            more.put(date, entry);
            return new Known(state, times, series, more);
        }

        private long weight() {
            return WEIGHT_OF_EVENT
                    + entries.values().stream()
                            .mapToLong(entry -> WEIGHT_OF_ENTRY + entry.json().length)
                            .sum();
        }
    }

    private static LocalDate date(@Nullable LocalDate originalDate) {
        return originalDate == null ? LocalDate.EPOCH : originalDate;
    }

    /**
     * The events of a mailbox in one form.
     *
     * @param form everything of a request that what it shows of an event depends on, and everything that is not of the event
     */
    public InForm in(MailboxId mailbox, String form) {
        return new InForm(mailbox, form);
    }

    /** The current size in bytes. */
    public synchronized long size() {
        return size;
    }

    /** The events of a mailbox in one form. */
    public final class InForm {
        private final MailboxId mailbox;
        private final String form;

        private InForm(MailboxId mailbox, String form) {
            this.mailbox = mailbox;
            this.form = form;
        }

        /** What is known of these events and may be all that a view needs, whatever their state is now. */
        Map<ItemId, Known> find(Collection<UUID> items, LocalDate first, LocalDate last) {
            Map<ItemId, Known> found = new HashMap<>();
            synchronized (ShownEvents.this) {
                for (UUID id : items) {
                    ItemId item = new ItemId(id);
                    Known known = events.get(new Key(mailbox, item, form));
                    if (known != null && known.suffices(first, last)) {
                        found.put(item, known);
                    }
                }
            }
            return found;
        }

        /**
         * Keeps what was made of an event.
         *
         * @param seen the state from which it was made
         */
        void keep(ItemId item, Known seen, @Nullable LocalDate originalDate, Entry entry) {
            if (entry.json().length <= Math.min(MAX_ENTRY, max / 4)) {
                put(new Key(mailbox, item, form), seen, date(originalDate), entry);
            }
        }
    }

    private synchronized void put(Key key, Known seen, LocalDate date, Entry entry) {
        Known before = events.get(key);
        if (before != null && before.state().changed() > seen.state().changed()) {
            return;
        }
        Known after = (before != null && before.state().equals(seen.state()) ? before : seen).with(date, entry);
        size += after.weight() - (before == null ? 0 : before.weight());
        events.put(key, after);
        var eldest = events.values().iterator();
        while (size > max && eldest.hasNext()) {
            size -= eldest.next().weight();
            eldest.remove();
        }
    }
}
