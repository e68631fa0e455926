package dev.postern.calendar;

import java.time.LocalDate;
import java.util.List;

/**
 * Some days of every so many weeks.
 *
 * @param week the first day of the first week
 *
 * @param days the days of a week by their distance from its first day, ascending
 *
 * @param skipped how many days of the first week are before the start
 */
record WeeklyDates(LocalDate week, List<Integer> days, int interval, int skipped) implements PatternDates {
    static WeeklyDates from(LocalDate start, RecurrencePattern.Weekly pattern) {
        List<Integer> days = pattern.daysOfWeek().stream()
                .map(day ->
                        Math.floorMod(day.getValue() - pattern.firstDayOfWeek().getValue(), 7))
                .sorted()
                .toList();
        int distance = Math.floorMod(
                start.getDayOfWeek().getValue() - pattern.firstDayOfWeek().getValue(), 7);
        LocalDate week = start.minusDays(distance);
        int skipped = below(days, distance);
        return skipped == days.size()
                ? new WeeklyDates(week.plusDays(7), days, pattern.interval(), 0)
                : new WeeklyDates(week, days, pattern.interval(), skipped);
    }

    @Override
    public LocalDate date(long number) {
        long all = number + skipped;
        return week.plusDays(all / days.size() * interval * 7 + days.get((int) (all % days.size())));
    }

    @Override
    public long numberOnOrAfter(LocalDate date) {
        long distance = date.toEpochDay() - week.toEpochDay();
        if (distance <= 0) {
            return 0;
        }
        long length = interval * 7L;
        int within = below(days, (int) (distance % length));
        return Math.max(0, distance / length * days.size() + within - skipped);
    }

    private static int below(List<Integer> days, int distance) {
        int count = 0;
        while (count < days.size() && days.get(count) < distance) {
            count++;
        }
        return count;
    }
}
