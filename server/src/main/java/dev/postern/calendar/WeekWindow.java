package dev.postern.calendar;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which rows of the index of weeks overlap a window.
 *
 * @param first position
 *
 * @param last position, inclusive
 */
public record WeekWindow(int level, int first, int last) {
    /** One for each level. All-day events are at midnight UTC: for days of another zone, extend the window by a day at each side. */
    public static List<WeekWindow> of(Instant from, Instant to) {
        long begin = WeekNumbers.of(from);
        long end = WeekNumbers.ofLast(from, to);
        return IntStream.rangeClosed(0, WeekNumbers.MAX_LEVEL)
                .mapToObj(level -> new WeekWindow(level, (int) (begin >> level), (int) (end >> level)))
                .toList();
    }
}
