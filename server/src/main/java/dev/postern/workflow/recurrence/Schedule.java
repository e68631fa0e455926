package dev.postern.workflow.recurrence;

import java.time.DayOfWeek;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The scheduled times within a period. An empty list takes the value of the anchor.
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

    /** For example the second Tuesday of a month; {@code -1} is the last one. */
    public record MonthlyOccurrence(DayOfWeek day, int occurrence) {}
}
