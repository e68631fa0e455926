package dev.postern.calendar;

import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SUNDAY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.calendar.InvalidRecurrence.Fault;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class RecurrenceBoundsTest {
    private static final LocalDate START = LocalDate.of(2026, 11, 27);
    private static final Set<DayOfWeek> MONDAYS = Set.of(MONDAY);

    private static void refused(Fault fault, Executable call) {
        assertEquals(fault, assertThrows(InvalidRecurrence.class, call).fault());
    }

    @Test
    void anIntervalHasBounds() {
        assertEquals(999, new RecurrencePattern.Daily(999).interval());
        assertEquals(999, new RecurrencePattern.Weekly(999, MONDAYS, SUNDAY).interval());
        assertEquals(99, new RecurrencePattern.AbsoluteMonthly(99, 1).interval());
        assertEquals(99, new RecurrencePattern.RelativeMonthly(99, MONDAYS, WeekIndex.LAST).interval());
        assertEquals(999, new RecurrencePattern.AbsoluteYearly(999, 1, 1).interval());
        refused(Fault.INTERVAL, () -> new RecurrencePattern.Daily(0));
        refused(Fault.INTERVAL, () -> new RecurrencePattern.Daily(1000));
        refused(Fault.INTERVAL, () -> new RecurrencePattern.Weekly(-1, MONDAYS, SUNDAY));
        refused(Fault.INTERVAL, () -> new RecurrencePattern.AbsoluteMonthly(100, 1));
        refused(Fault.INTERVAL, () -> new RecurrencePattern.RelativeMonthly(100, MONDAYS, WeekIndex.LAST));
        refused(Fault.INTERVAL, () -> new RecurrencePattern.RelativeYearly(1000, MONDAYS, WeekIndex.LAST, 1));
    }

    @Test
    void daysAndMonthsHaveBounds() {
        refused(Fault.DAYS_OF_WEEK, () -> new RecurrencePattern.Weekly(1, Set.of(), SUNDAY));
        refused(Fault.DAYS_OF_WEEK, () -> new RecurrencePattern.RelativeMonthly(1, Set.of(), WeekIndex.FIRST));
        refused(Fault.DAY_OF_MONTH, () -> new RecurrencePattern.AbsoluteMonthly(1, 0));
        refused(Fault.DAY_OF_MONTH, () -> new RecurrencePattern.AbsoluteYearly(1, 32, 1));
        refused(Fault.MONTH, () -> new RecurrencePattern.AbsoluteYearly(1, 1, 0));
        refused(Fault.MONTH, () -> new RecurrencePattern.RelativeYearly(1, MONDAYS, WeekIndex.FIRST, 13));
    }

    @Test
    void aRangeHasBounds() {
        assertEquals(10_000, new RecurrenceRange.Numbered(START, 10_000).numberOfOccurrences());
        refused(Fault.NUMBER, () -> new RecurrenceRange.Numbered(START, 0));
        refused(Fault.NUMBER, () -> new RecurrenceRange.Numbered(START, 10_001));
        refused(Fault.END_BEFORE_START, () -> new RecurrenceRange.EndDate(START, START.minusDays(1)));
        refused(Fault.END_TOO_LATE, () -> new RecurrenceRange.EndDate(START, LocalDate.of(4500, 9, 1)));
        refused(Fault.END_TOO_LATE, () -> new RecurrenceRange.NoEnd(LocalDate.of(4500, 9, 1)));
        refused(Fault.START_TOO_EARLY, () -> new RecurrenceRange.NoEnd(LocalDate.of(1601, 3, 31)));
    }

    @Test
    void aRecurrenceHasAnOccurrenceAndAnEndInTheCalendar() {
        var mondays = new RecurrencePattern.Weekly(1, MONDAYS, SUNDAY);
        refused(
                Fault.NO_OCCURRENCE,
                () -> new Recurrence(mondays, new RecurrenceRange.EndDate(START, START.plusDays(2))));
        assertEquals(
                START.plusDays(3),
                new Recurrence(mondays, new RecurrenceRange.EndDate(START, START.plusDays(3))).first());
        refused(
                Fault.END_TOO_LATE,
                () -> new Recurrence(
                        new RecurrencePattern.AbsoluteYearly(999, 1, 1), new RecurrenceRange.Numbered(START, 10_000)));
        refused(
                Fault.NO_OCCURRENCE,
                () -> new Recurrence(
                        new RecurrencePattern.AbsoluteYearly(1, 1, 1),
                        new RecurrenceRange.NoEnd(RecurrenceRange.LAST)));
    }

    @Test
    void aSeriesWithoutEndHasNoLastDateButEndsWithTheCalendar() {
        var daily = new Recurrence(new RecurrencePattern.Daily(1), new RecurrenceRange.NoEnd(START));
        assertEquals(Optional.empty(), daily.last());
        assertTrue(daily.contains(LocalDate.of(4500, 8, 31)));
        assertEquals(Optional.empty(), daily.onOrAfter(LocalDate.of(4500, 9, 1)));
        assertEquals(Optional.of(RecurrenceRange.LAST), daily.before(LocalDate.of(9000, 1, 1)));
        assertEquals(Optional.empty(), daily.before(START));
        assertEquals(Optional.of(START), daily.onOrAfter(LocalDate.MIN));
    }

    @Test
    void recurrencesAreEqualByPatternAndRange() {
        var one = new Recurrence(new RecurrencePattern.Daily(1), new RecurrenceRange.NoEnd(START));
        assertEquals(one, new Recurrence(new RecurrencePattern.Daily(1), new RecurrenceRange.NoEnd(START)));
        assertNotEquals(one, new Recurrence(new RecurrencePattern.Daily(2), new RecurrenceRange.NoEnd(START)));
        assertNotEquals(one, new Recurrence(new RecurrencePattern.Daily(1), new RecurrenceRange.Numbered(START, 1)));
    }
}
