package dev.postern.calendar;

/**
 * An interval of the index of weeks.
 *
 * @param level the interval has 2 to the power of this many weeks
 *
 * @param position of the interval among those of its level; position 0 starts on 1970-01-05 in UTC
 */
public record WeekRow(int level, int position) {}
