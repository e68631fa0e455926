package dev.postern.calendar;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.NavigableMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides where an occurrence may be moved: after the day of the previous occurrence and before the day of the next one. Times are wall
 * times in the zone of the series.
 */
public final class Movement {
    /** The wall times of an occurrence. */
    public record Place(LocalDateTime start, LocalDateTime end) {
        LocalDate firstDay() {
            return start.toLocalDate();
        }

        /** An end at midnight does not touch the day that begins then. */
        LocalDate lastDay() {
            return end.isAfter(start) ? end.minusNanos(1).toLocalDate() : start.toLocalDate();
        }
    }

    private Movement() {}

    /**
     * A neighbor that was deleted or moved still blocks its original day, and a moved one also its current days.
     *
     * @param originalDate of the occurrence
     *
     * @param inherited where the series puts the occurrence
     *
     * @param moved the current places of the other moved occurrences, by original date
     */
    public static boolean isAllowed(
            Recurrence recurrence,
            LocalDate originalDate,
            Place inherited,
            Place wanted,
            NavigableMap<LocalDate, Place> moved) {
        if (wanted.equals(inherited)) {
            return true;
        }
        Optional<LocalDate> previous = recurrence.before(originalDate);
        Optional<LocalDate> next = recurrence.after(originalDate);
        return previous.map(day -> isAfter(wanted, day, moved.get(day))).orElse(true)
                && next.map(day -> isBefore(wanted, day, moved.get(day), inherited))
                        .orElse(true);
    }

    private static boolean isAfter(Place wanted, LocalDate day, @Nullable Place moved) {
        return wanted.firstDay().isAfter(day)
                && (moved == null || wanted.firstDay().isAfter(moved.firstDay()));
    }

    /** An occurrence that already reaches into the day of the next one may end where it did. */
    private static boolean isBefore(Place wanted, LocalDate day, @Nullable Place moved, Place inherited) {
        boolean ends = wanted.lastDay().isBefore(day) || !wanted.end().isAfter(inherited.end());
        return ends
                && wanted.firstDay().isBefore(day)
                && (moved == null || wanted.firstDay().isBefore(moved.firstDay()));
    }
}
