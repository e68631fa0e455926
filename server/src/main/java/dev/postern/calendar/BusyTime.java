package dev.postern.calendar;

import java.time.Instant;

/**
 * The time of an event and how it is shown to others.
 *
 * @param end exclusive; equal to the start if it has no length
 */
public record BusyTime(Instant start, Instant end, BusyStatus status) {
    /** Whether it overlaps a half-open window; a time without length is at its start. */
    public boolean overlaps(Instant from, Instant to) {
        return start.isBefore(to) && (end.isAfter(from) || (start.equals(end) && start.equals(from)));
    }
}
