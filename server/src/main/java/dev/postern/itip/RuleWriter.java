package dev.postern.itip;

import dev.postern.calendar.Recurrence;
import dev.postern.calendar.RecurrencePattern.AbsoluteMonthly;
import dev.postern.calendar.RecurrencePattern.AbsoluteYearly;
import dev.postern.calendar.RecurrencePattern.Daily;
import dev.postern.calendar.RecurrencePattern.RelativeMonthly;
import dev.postern.calendar.RecurrencePattern.RelativeYearly;
import dev.postern.calendar.RecurrencePattern.Weekly;
import dev.postern.calendar.RecurrenceRange;
import dev.postern.calendar.WallTimes;
import dev.postern.calendar.WeekIndex;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a recurrence as a rule with the same dates. The rule counts intervals from the start of the event, so the event must be written with
 * the first occurrence as its start.
 */
public final class RuleWriter {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT);

    private RuleWriter() {}

    /**
     * @param start the time of the start; null for all-day events
     *
     * @param zone of the start; null if it is unknown, then the end of the range is in local time
     */
    public static String write(Recurrence recurrence, @Nullable LocalTime start, @Nullable ZoneId zone) {
        int interval = recurrence.pattern().interval();
        String pattern = switch (recurrence.pattern()) {
            case Daily _ -> "FREQ=DAILY" + interval(interval);
            case Weekly weekly ->
                "FREQ=WEEKLY" + interval(interval) + days(weekly.daysOfWeek()) + ";WKST="
                        + RuleReader.name(weekly.firstDayOfWeek());
            case AbsoluteMonthly monthly -> "FREQ=MONTHLY" + interval(interval) + day(monthly.dayOfMonth());
            case RelativeMonthly monthly ->
                "FREQ=MONTHLY" + interval(interval) + days(monthly.daysOfWeek()) + position(monthly.index());
            case AbsoluteYearly yearly ->
                "FREQ=YEARLY" + interval(interval) + ";BYMONTH=" + yearly.month() + day(yearly.dayOfMonth());
            case RelativeYearly yearly ->
                "FREQ=YEARLY" + interval(interval) + ";BYMONTH=" + yearly.month() + days(yearly.daysOfWeek())
                        + position(yearly.index());
        };
        return pattern + end(recurrence.range(), start, zone);
    }

    private static String interval(int interval) {
        return interval == 1 ? "" : ";INTERVAL=" + interval;
    }

    private static String days(Set<DayOfWeek> days) {
        return ";BYDAY=" + days.stream().sorted().map(RuleReader::name).collect(Collectors.joining(","));
    }

    private static String position(WeekIndex index) {
        return ";BYSETPOS=" + index.position();
    }

    /** A day that a month may not have is the last one of those up to it. */
    private static String day(int day) {
        if (day == 31) {
            return ";BYMONTHDAY=-1";
        }
        return day < 29
                ? ";BYMONTHDAY=" + day
                : IntStream.rangeClosed(28, day)
                        .mapToObj(String::valueOf)
                        .collect(Collectors.joining(",", ";BYMONTHDAY=", ";BYSETPOS=-1"));
    }

    private static String end(RecurrenceRange range, @Nullable LocalTime start, @Nullable ZoneId zone) {
        return switch (range) {
            case RecurrenceRange.NoEnd _ -> "";
            case RecurrenceRange.Numbered numbered -> ";COUNT=" + numbered.numberOfOccurrences();
            case RecurrenceRange.EndDate until -> {
                if (start == null) {
                    yield ";UNTIL=" + DateTimeFormatter.BASIC_ISO_DATE.format(until.endDate());
                }
                var last = until.endDate().atTime(start);
                yield ";UNTIL="
                        + (zone == null
                                ? TIME.format(last)
                                : TIME.format(WallTimes.instant(last, zone).atOffset(ZoneOffset.UTC)) + "Z");
            }
        };
    }
}
