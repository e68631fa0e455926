package dev.postern.workflow.recurrence;

import java.time.DayOfWeek;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The marks of a recurrence within its period. An empty list means: as the anchor has it.
 *
 * @param monthDays days of the month, {@code -1} for the last
 */
public record Schedule(
        List<Integer> minutes,
        List<Integer> hours,
        List<DayOfWeek> weekDays,
        List<Integer> monthDays,
        List<MonthlyOccurrence> monthlyOccurrences) {
    public Schedule {
        minutes = sorted(minutes);
        hours = sorted(hours);
        weekDays = sorted(weekDays);
        monthDays = sorted(monthDays);
        monthlyOccurrences = List.copyOf(monthlyOccurrences);
    }

    private static <T extends Comparable<T>> List<T> sorted(Collection<T> given) {
        SortedSet<T> values = new TreeSet<>(given);
        return List.copyOf(values);
    }

    /** The second Tuesday of a month; {@code -1} is the last one. */
    public record MonthlyOccurrence(DayOfWeek day, int occurrence) {}
}
