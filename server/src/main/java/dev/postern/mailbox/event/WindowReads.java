package dev.postern.mailbox.event;

import dev.postern.mailbox.BoundedReads;
import dev.postern.mailbox.EventTable;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.Mailbox;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Reads the properties of what is in a window, some events at a time, while a stream is consumed. Every part is read as it
 * is then; an event that was removed meanwhile is left out.
 */
final class WindowReads {
    private static final int PLACES_AT_ONCE = 50;

    private final Mailbox mailbox;
    private final EventTable table;
    private final EventExceptions exceptions;
    private final Fields fields;
    private final LongConsumer memory;

    WindowReads(Mailbox mailbox, EventTable table, EventExceptions exceptions, Fields fields, LongConsumer memory) {
        this.mailbox = mailbox;
        this.table = table;
        this.exceptions = exceptions;
        this.fields = fields;
        this.memory = memory;
    }

    Stream<WindowEvent> read(WindowPlan plan) {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(new EventsInOrder(plan), Spliterator.ORDERED | Spliterator.NONNULL),
                false);
    }

    private final class EventsInOrder implements Iterator<WindowEvent> {
        private final Iterator<WindowPlan.Place> places;
        private final ArrayDeque<WindowPlan.Place> waiting = new ArrayDeque<>();
        private final ArrayDeque<WindowEvent> ready = new ArrayDeque<>();
        /** Those that were read with the plan. */
        private final Map<ItemId, ReadEvent> known;
        /** What was shown before. */
        private final Map<ItemId, ShownEvents.Known> shown;
        /** The others of the part that was read last; null for one that was removed. */
        private Map<ItemId, ReadEvent> loaded = new HashMap<>();
        /** What was reserved for the part that was read last. */
        private long held;

        EventsInOrder(WindowPlan plan) {
            this.places = plan.places();
            this.known = plan.read();
            this.shown = plan.known();
        }

        @Override
        public boolean hasNext() {
            while (ready.isEmpty() && (places.hasNext() || !waiting.isEmpty())) {
                load();
            }
            return !ready.isEmpty();
        }

        @Override
        public WindowEvent next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return ready.remove();
        }

        private void load() {
            while (waiting.size() < PLACES_AT_ONCE && places.hasNext()) {
                waiting.add(places.next());
            }
            Set<ItemId> missing = new LinkedHashSet<>();
            waiting.stream().filter(place -> !isShown(place)).forEach(place -> missing.add(place.item()));
            missing.removeAll(known.keySet());
            Map<ItemId, ReadEvent> kept = new HashMap<>(loaded);
            kept.keySet().retainAll(missing);
            missing.removeAll(kept.keySet());
            List<ItemId> ids = List.copyOf(missing);
            Set<ItemId> unread = new HashSet<>();
            if (!ids.isEmpty()) {
                release();
                BoundedReads.Prefix read = table.items().boundedReads().items(fields, ids, bytes -> {
                    memory.accept(bytes);
                    held += bytes;
                });
                read.items().forEach(item -> kept.put(item.id(), new ReadEvent(item)));
                unread.addAll(ids.subList(read.ids(), ids.size()));
            }
            loaded = kept;
            var part = new ArrayList<WindowPlan.Place>();
            while (!waiting.isEmpty() && !unread.contains(waiting.element().item())) {
                part.add(waiting.remove());
            }
            Map<WindowPlan.Place, EventExceptions.ChangedOccurrence> changed = changed(part);
            for (WindowPlan.Place place : part) {
                ReadEvent event = known.getOrDefault(place.item(), loaded.get(place.item()));
                if (isShown(place) || (event != null && (!place.exception() || changed.containsKey(place)))) {
                    ready.add(new WindowEvent(event, place, changed.get(place), shown.get(place.item())));
                }
            }
        }

        private boolean isShown(WindowPlan.Place place) {
            ShownEvents.Known event = shown.get(place.item());
            return event != null && event.entry(place.originalDate()) != null;
        }

        /** A caller may collect what it takes. Without bodies that is little, and most of it is skipped by a filter. */
        private void release() {
            if (!fields.wants("body")) {
                memory.accept(-held);
                held = 0;
            }
        }

        private Map<WindowPlan.Place, EventExceptions.ChangedOccurrence> changed(List<WindowPlan.Place> part) {
            List<WindowPlan.Place> wanted = part.stream()
                    .filter(place -> place.exception() && !isShown(place))
                    .toList();
            Map<WindowPlan.Place, EventExceptions.ChangedOccurrence> found = new HashMap<>();
            if (!wanted.isEmpty()) {
                mailbox.read(sql -> {
                    for (WindowPlan.Place place : wanted) {
                        LocalDate date = place.originalDate();
                        var exception = date == null ? null : exceptions.find(sql, place.item(), date);
                        if (exception != null && !exception.isDeleted()) {
                            found.put(place, exception);
                        }
                    }
                    return true;
                });
            }
            return found;
        }
    }
}
