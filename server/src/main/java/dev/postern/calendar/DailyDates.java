package dev.postern.calendar;

import java.time.LocalDate;

/** Every so many days. */
record DailyDates(LocalDate first, int interval) implements PatternDates {
    @Override
    public LocalDate date(long number) {
        return first.plusDays(number * interval);
    }

    @Override
    public long numberOnOrAfter(LocalDate date) {
        long days = date.toEpochDay() - first.toEpochDay();
        return days <= 0 ? 0 : Math.ceilDiv(days, interval);
    }
}
