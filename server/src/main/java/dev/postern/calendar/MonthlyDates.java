package dev.postern.calendar;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;

/**
 * One day in every so many months.
 *
 * @param first the month of the first date
 */
record MonthlyDates(YearMonth first, DayInMonth day, int months) implements PatternDates {
    static MonthlyDates monthly(LocalDate start, DayInMonth day, int interval) {
        return new MonthlyDates(firstFrom(YearMonth.from(start), start, day, 1), day, interval);
    }

    static MonthlyDates yearly(LocalDate start, DayInMonth day, int month, int interval) {
        return new MonthlyDates(
                firstFrom(YearMonth.of(start.getYear(), month), start, day, 12), day, Math.multiplyExact(interval, 12));
    }

    private static YearMonth firstFrom(YearMonth month, LocalDate start, DayInMonth day, int step) {
        return month.atDay(day.in(month)).isBefore(start) ? month.plusMonths(step) : month;
    }

    @Override
    public LocalDate date(long number) {
        YearMonth month = first.plusMonths(number * months);
        return month.atDay(day.in(month));
    }

    @Override
    public long numberOnOrAfter(LocalDate date) {
        long distance = first.until(YearMonth.from(date), ChronoUnit.MONTHS);
        if (distance < 0) {
            return 0;
        }
        long number = distance / months;
        return date(number).isBefore(date) ? number + 1 : number;
    }
}
