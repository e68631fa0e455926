package dev.postern.calendar;

import dev.postern.calendar.InvalidRecurrence.Fault;
import java.time.DayOfWeek;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** How often something recurs. The constructors throw {@link InvalidRecurrence}. */
public sealed interface RecurrencePattern {
    int MAX_INTERVAL = 999;

    /** 99 in months, which is also the maximum of the store. */
    int MAX_MONTHS = 99;

    /** A number of days, weeks, months or years. */
    int interval();

    record Daily(int interval) implements RecurrencePattern {
        public Daily {
            check(interval, MAX_INTERVAL);
        }
    }

    /** @param firstDayOfWeek decides which days are in one week; without effect if the interval is 1 */
    record Weekly(int interval, Set<DayOfWeek> daysOfWeek, DayOfWeek firstDayOfWeek) implements RecurrencePattern {
        public Weekly {
            check(interval, MAX_INTERVAL);
            daysOfWeek = days(daysOfWeek);
        }
    }

    /** @param dayOfMonth the last day of the month, if the month is shorter */
    record AbsoluteMonthly(int interval, int dayOfMonth) implements RecurrencePattern {
        public AbsoluteMonthly {
            check(interval, MAX_MONTHS);
            checkDay(dayOfMonth);
        }
    }

    /** The first, ... or last of those days of a month that are one of the given days of the week. */
    record RelativeMonthly(int interval, Set<DayOfWeek> daysOfWeek, WeekIndex index) implements RecurrencePattern {
        public RelativeMonthly {
            check(interval, MAX_MONTHS);
            daysOfWeek = days(daysOfWeek);
        }
    }

    /** @param dayOfMonth the last day of the month, if the month is shorter */
    record AbsoluteYearly(int interval, int dayOfMonth, int month) implements RecurrencePattern {
        public AbsoluteYearly {
            check(interval, MAX_INTERVAL);
            checkDay(dayOfMonth);
            checkMonth(month);
        }
    }

    record RelativeYearly(int interval, Set<DayOfWeek> daysOfWeek, WeekIndex index, int month)
            implements RecurrencePattern {
        public RelativeYearly {
            check(interval, MAX_INTERVAL);
            daysOfWeek = days(daysOfWeek);
            checkMonth(month);
        }
    }

    private static void check(int interval, int maximum) {
        if (interval < 1 || interval > maximum) {
            throw new InvalidRecurrence(Fault.INTERVAL, maximum);
        }
    }

    private static void checkDay(int day) {
        if (day < 1 || day > 31) {
            throw new InvalidRecurrence(Fault.DAY_OF_MONTH);
        }
    }

    private static void checkMonth(int month) {
        if (month < 1 || month > 12) {
            throw new InvalidRecurrence(Fault.MONTH);
        }
    }

    private static Set<DayOfWeek> days(Set<DayOfWeek> days) {
        if (days.isEmpty()) {
            throw new InvalidRecurrence(Fault.DAYS_OF_WEEK);
        }
        return Collections.unmodifiableSet(EnumSet.copyOf(days));
    }
}
