package dev.postern.calendar;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Weeks, counted from 1970-01-05 in UTC, and intervals of 2^n of them. */
final class WeekNumbers {
    /** 2^18 weeks are 5,000 years, so every interval of the calendar consists of few intervals. */
    static final int MAX_LEVEL = 18;

    private static final long FIRST = Instant.parse("1970-01-05T00:00:00Z").getEpochSecond();
    private static final long SECONDS = Duration.ofDays(7).toSeconds();
    private static final long BOUND = 1L << MAX_LEVEL;

    private WeekNumbers() {}

    /** Instants that no calendar has are in the first or in the last week. */
    static long of(Instant instant) {
        return Math.clamp(Math.floorDiv(instant.getEpochSecond() - FIRST, SECONDS), -BOUND, BOUND - 1);
    }

    /** The week of the last moment of an interval. */
    static long ofLast(Instant start, Instant end) {
        return of(end.isAfter(start) ? end.minusNanos(1) : start);
    }

    /** The fewest intervals that are exactly the given weeks: at most two of each level. */
    static List<WeekRow> intervals(long first, long last) {
        var rows = new ArrayList<WeekRow>();
        long week = first;
        while (week <= last) {
            int level = Math.min(MAX_LEVEL, Long.numberOfTrailingZeros(week));
            while (week + (1L << level) - 1 > last) {
                level--;
            }
            rows.add(new WeekRow(level, (int) (week >> level)));
            week += 1L << level;
        }
        return rows;
    }
}
