package dev.postern.calendar;

import dev.postern.calendar.RecurrencePattern.AbsoluteMonthly;
import dev.postern.calendar.RecurrencePattern.AbsoluteYearly;
import dev.postern.calendar.RecurrencePattern.Daily;
import dev.postern.calendar.RecurrencePattern.RelativeMonthly;
import dev.postern.calendar.RecurrencePattern.RelativeYearly;
import dev.postern.calendar.RecurrencePattern.Weekly;
import java.time.LocalDate;

/**
 * The dates of a pattern as a strictly increasing sequence that has a formula for each number, and its inverse. Number 0 is the first date
 * on or after a start that matches the pattern without its interval; intervals count from there.
 */
sealed interface PatternDates permits DailyDates, WeeklyDates, MonthlyDates {
    /** @param number from 0 */
    LocalDate date(long number);

    /** The number of the first date that is not before the given one; at least 0. */
    long numberOnOrAfter(LocalDate date);

    static PatternDates of(RecurrencePattern pattern, LocalDate start) {
        return switch (pattern) {
            case Daily daily -> new DailyDates(start, daily.interval());
            case Weekly weekly -> WeeklyDates.from(start, weekly);
            case AbsoluteMonthly monthly ->
                MonthlyDates.monthly(start, new DayInMonth.Numbered(monthly.dayOfMonth()), monthly.interval());
            case RelativeMonthly monthly ->
                MonthlyDates.monthly(
                        start, new DayInMonth.Relative(monthly.daysOfWeek(), monthly.index()), monthly.interval());
            case AbsoluteYearly yearly ->
                MonthlyDates.yearly(
                        start, new DayInMonth.Numbered(yearly.dayOfMonth()), yearly.month(), yearly.interval());
            case RelativeYearly yearly ->
                MonthlyDates.yearly(
                        start,
                        new DayInMonth.Relative(yearly.daysOfWeek(), yearly.index()),
                        yearly.month(),
                        yearly.interval());
        };
    }
}
