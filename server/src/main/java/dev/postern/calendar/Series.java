package dev.postern.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A recurrence with times. The wall time of the start is the same on every date; the end has the same distance from it in wall time, in its
 * own zone. An all-day series floats: its instants are midnight UTC of its dates.
 */
public final class Series {
    private static final Instant EARLIEST = Instant.parse("1500-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("4600-01-01T00:00:00Z");

    private final Recurrence recurrence;
    private final LocalTime startTime;
    private final Duration wallLength;
    private final ZoneId startZone;
    private final ZoneId endZone;

    /**
     * @param start of any occurrence, such as the first; only its time and its distance to the end count
     *
     * @param end of the same occurrence, in the zone of the end
     */
    public Series(
            Recurrence recurrence,
            LocalDateTime start,
            LocalDateTime end,
            ZoneId startZone,
            ZoneId endZone,
            boolean allDay) {
        this.recurrence = recurrence;
        this.startTime = allDay ? LocalTime.MIDNIGHT : start.toLocalTime();
        this.wallLength = allDay
                ? Duration.ofDays(
                        end.toLocalDate().toEpochDay() - start.toLocalDate().toEpochDay())
                : Duration.between(start, end);
        this.startZone = allDay ? ZoneOffset.UTC : startZone;
        this.endZone = allDay ? ZoneOffset.UTC : endZone;
    }

    public Recurrence recurrence() {
        return recurrence;
    }

    /** The wall time of the start on a date. */
    public LocalDateTime start(LocalDate date) {
        return date.atTime(startTime);
    }

    /** The wall time, in the zone of the end, of the end of the occurrence that starts on a date. */
    public LocalDateTime end(LocalDate date) {
        return start(date).plus(wallLength);
    }

    public Optional<Occurrence> occurrence(LocalDate originalDate) {
        return recurrence.contains(originalDate) ? Optional.of(at(originalDate)) : Optional.empty();
    }

    public Occurrence first() {
        return at(recurrence.first());
    }

    /** The last one, also if it is only the last that the calendar has. */
    Occurrence last() {
        return at(recurrence.finalDate());
    }

    private Occurrence at(LocalDate date) {
        Instant start = WallTimes.instant(start(date), startZone);
        Instant end = WallTimes.instant(end(date), endZone);
        // a change of the clock between the two may turn them round, or leave nothing
        if (end.isBefore(start) || (end.equals(start) && wallLength.isPositive())) {
            end = start.plus(wallLength.isNegative() ? Duration.ZERO : wallLength);
        }
        return new Occurrence(date, start, end);
    }

    /** Those that overlap a half-open window, in order, computed one by one. */
    public Stream<Occurrence> occurrences(Instant from, Instant to) {
        return stream(new Overlapping(from, to)).filter(one -> one.overlaps(from, to));
    }

    /** All, in order, computed one by one. A series without end has many. */
    Stream<Occurrence> occurrences() {
        return occurrences(EARLIEST, LATEST);
    }

    private static Stream<Occurrence> stream(Iterator<Occurrence> iterator) {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(iterator, Spliterator.ORDERED | Spliterator.NONNULL), false);
    }

    /** From a date that is early enough, until one starts after the window. Starts never decrease. */
    private final class Overlapping implements Iterator<Occurrence> {
        private final Instant to;
        private Optional<Occurrence> next;

        Overlapping(Instant from, Instant to) {
            this.to = to;
            Instant bounded = from.isBefore(EARLIEST) ? EARLIEST : from.isAfter(LATEST) ? LATEST : from;
            // two days for the offsets of the zones and for changes of the clock
            LocalDate early =
                    bounded.atOffset(ZoneOffset.UTC).toLocalDate().minusDays(Math.max(0, wallLength.toDays()) + 3);
            next = take(recurrence.onOrAfter(early));
        }

        private Optional<Occurrence> take(Optional<LocalDate> date) {
            return date.map(Series.this::at).filter(one -> one.start().isBefore(to));
        }

        @Override
        public boolean hasNext() {
            return next.isPresent();
        }

        @Override
        public Occurrence next() {
            Occurrence current = next.orElseThrow(NoSuchElementException::new);
            next = take(recurrence.after(current.originalDate()));
            return current;
        }
    }
}
