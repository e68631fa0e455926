package dev.postern.calendar;

import java.time.DayOfWeek;
import java.time.YearMonth;
import java.util.Set;

/** One day of every month. */
sealed interface DayInMonth {
    int in(YearMonth month);

    /** A day by its number, or the last day of a shorter month. */
    record Numbered(int day) implements DayInMonth {
        @Override
        public int in(YearMonth month) {
            return Math.min(day, month.lengthOfMonth());
        }
    }

    /** Counts over the union of the days of the week: every month has at least four of them. */
    record Relative(Set<DayOfWeek> days, WeekIndex index) implements DayInMonth {
        @Override
        public int in(YearMonth month) {
            int step = Integer.signum(index.position());
            int day = step < 0 ? month.lengthOfMonth() : 1;
            int open = Math.abs(index.position());
            DayOfWeek weekday = month.atDay(day).getDayOfWeek();
            while (true) {
                if (days.contains(weekday) && --open == 0) {
                    return day;
                }
                day += step;
                weekday = weekday.plus(step);
            }
        }
    }
}
