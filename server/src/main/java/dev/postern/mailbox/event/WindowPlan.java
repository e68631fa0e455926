package dev.postern.mailbox.event;

import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What has to be expanded for a half-open window: single events, and series with those of their exceptions that matter
 * for it. Occurrences are computed while they are taken, so a series without end costs what is taken.
 *
 * @param read the events that were read together with the plan, which are all if they are few and small
 * @param known of the events that were shown before in their present state, and of those that will be
 */
record WindowPlan(
        Instant from,
        Instant to,
        List<Place> singles,
        List<Expanded> series,
        Map<ItemId, ReadEvent> read,
        Map<ItemId, ShownEvents.Known> known) {
    private static final Comparator<Place> ORDER = Comparator.comparing(Place::start)
            .thenComparing(place -> place.item().value())
            .thenComparing(place -> place.originalDate() == null ? LocalDate.EPOCH : place.originalDate());

    WindowPlan {
        singles = singles.stream().sorted(ORDER).toList();
        series = List.copyOf(series);
        read = Map.copyOf(read);
        known = Map.copyOf(known);
    }

    /**
     * An event or an occurrence at its current time.
     *
     * @param originalDate null for a single event
     */
    record Place(ItemId item, @Nullable LocalDate originalDate, Instant start, Instant end, boolean exception) {
        /** Whether it overlaps a half-open window. An event without length is at its start. */
        boolean overlaps(Instant from, Instant to) {
            return start.isBefore(to) && (end.isAfter(from) || (start.equals(end) && start.equals(from)));
        }
    }

    /**
     * A series.
     *
     * @param exceptions by original date; the place of a deleted occurrence is empty
     */
    record Expanded(ItemId item, EventSeries series, Map<LocalDate, Optional<Place>> exceptions) {
        Expanded {
            exceptions = Map.copyOf(exceptions);
        }

        private List<Iterator<Place>> places(Instant from, Instant to) {
            Stream<Place> plain = series.series()
                    .occurrences(from, to)
                    .filter(one -> !exceptions.containsKey(one.originalDate()))
                    .map(one -> new Place(item, one.originalDate(), one.start(), one.end(), false));
            if (exceptions.isEmpty()) {
                return List.of(plain.iterator());
            }
            Stream<Place> moved = exceptions.values().stream()
                    .flatMap(Optional::stream)
                    .filter(place -> place.overlaps(from, to))
                    .sorted(ORDER);
            return List.of(plain.iterator(), moved.iterator());
        }
    }

    List<Item> items() {
        return read.values().stream().map(ReadEvent::item).toList();
    }

    boolean isEmpty() {
        return singles.isEmpty() && series.isEmpty();
    }

    /** Everything in the window, by start and then by id. */
    Iterator<Place> places() {
        var sources = new ArrayList<Iterator<Place>>();
        sources.add(singles.iterator());
        series.forEach(one -> sources.addAll(one.places(from, to)));
        return new Merged(sources);
    }

    /** Merges sorted sources. */
    private static final class Merged implements Iterator<Place> {
        private record Head(Place place, Iterator<Place> rest) {}

        private final PriorityQueue<Head> heads = new PriorityQueue<>(Comparator.comparing(Head::place, ORDER));

        Merged(List<Iterator<Place>> sources) {
            sources.forEach(this::advance);
        }

        private void advance(Iterator<Place> source) {
            if (source.hasNext()) {
                heads.add(new Head(source.next(), source));
            }
        }

        @Override
        public boolean hasNext() {
            return !heads.isEmpty();
        }

        @Override
        public Place next() {
            Head head = heads.poll();
            if (head == null) {
                throw new NoSuchElementException();
            }
            advance(head.rest());
            return head.place();
        }
    }
}
