package dev.postern.calendar;

import dev.postern.calendar.RecurrencePattern.AbsoluteMonthly;
import dev.postern.calendar.RecurrencePattern.AbsoluteYearly;
import dev.postern.calendar.RecurrencePattern.Daily;
import dev.postern.calendar.RecurrencePattern.RelativeMonthly;
import dev.postern.calendar.RecurrencePattern.RelativeYearly;
import dev.postern.calendar.RecurrencePattern.Weekly;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The rows of the index of weeks for one event. Every occurrence that overlaps a window is in a row that {@link WeekWindow} names for the
 * window; a row may also name weeks without an occurrence. A series has a row for each week or run of weeks of its first 128 occurrences,
 * and the intervals from there to its end.
 */
public final class WeekRows {
    private static final int EXACT_OCCURRENCES = 128;
    private static final int EXACT_ROWS = 128;

    /** The most rows that a series has, without those of moved occurrences. */
    static final int MAX_ROWS = EXACT_ROWS + 4 * WeekNumbers.MAX_LEVEL;

    private WeekRows() {}

    /** A single event, or the current place of a moved occurrence. */
    public static Set<WeekRow> of(Instant start, Instant end) {
        return new LinkedHashSet<>(WeekNumbers.intervals(WeekNumbers.of(start), WeekNumbers.ofLast(start, end)));
    }

    /** A series as its recurrence makes it. The rows of moved occurrences are added to these. */
    public static Set<WeekRow> of(Series series) {
        var rows = new LinkedHashSet<WeekRow>();
        long first = WeekNumbers.of(series.first().start());
        long last = WeekNumbers.ofLast(series.first().start(), series.first().end());
        Iterator<Occurrence> occurrences = series.occurrences().iterator();
        int open = isInEveryWeek(series.recurrence().pattern()) ? 0 : EXACT_OCCURRENCES;
        while (occurrences.hasNext() && open > 0 && rows.size() < EXACT_ROWS) {
            Occurrence occurrence = occurrences.next();
            long begin = WeekNumbers.of(occurrence.start());
            if (begin > last + 1) {
                rows.addAll(WeekNumbers.intervals(first, last));
                first = begin;
            }
            last = Math.max(last, WeekNumbers.ofLast(occurrence.start(), occurrence.end()));
            open--;
        }
        if (occurrences.hasNext()) {
            Occurrence end = series.last();
            last = Math.max(last, WeekNumbers.ofLast(end.start(), end.end()));
        }
        rows.addAll(WeekNumbers.intervals(first, last));
        return rows;
    }

    private static boolean isInEveryWeek(RecurrencePattern pattern) {
        return switch (pattern) {
            case Daily daily -> daily.interval() <= 7;
            case Weekly weekly -> weekly.interval() == 1;
            case AbsoluteMonthly _, RelativeMonthly _, AbsoluteYearly _, RelativeYearly _ -> false;
        };
    }
}
