package dev.postern.calendar;

import java.time.Instant;
import java.time.LocalDate;

/**
 * One occurrence of a series, as the series makes it.
 *
 * @param originalDate the local date of its start in the zone of the series
 *
 * @param end exclusive; equal to the start if it has no length
 */
public record Occurrence(LocalDate originalDate, Instant start, Instant end) {
    /**
     * Whether it overlaps a half-open window. An occurrence without length is at its start.
     *
     * @param to exclusive
     */
    public boolean overlaps(Instant from, Instant to) {
        return start.isBefore(to) && (end.isAfter(from) || (start.equals(end) && start.equals(from)));
    }
}
