package dev.postern.workflow.recurrence;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A recurrence. Periods are counted from an anchor: the start time, or without one the time of the first fire. Days, weeks
 * and months keep the local time. A time in a gap moves forward by the gap; a time that occurs twice fires once, at the
 * earlier instant.
 *
 * @param start the earliest time at which it may fire
 * @param end the latest
 * @param schedule null if it fires once per period
 */
public record TriggerRecurrence(
        Frequency frequency,
        int interval,
        ZoneId zone,
        @Nullable Instant start,
        @Nullable Instant end,
        @Nullable Schedule schedule) {
    /** Enough periods for the rarest combination, the 29th of February every 16 months. */
    private static final int MAX_PERIODS = 2_000;

    /**
     * Returns the first fire of a trigger that is created now. Without a start time and a schedule that is now, otherwise the
     * next scheduled time, which may be now.
     */
    public Optional<Instant> first(Instant now) {
        if (start == null && schedule == null) {
            return within(now);
        }
        return next(now, now.minusNanos(1));
    }

    /** Returns the time from which periods are counted, for a trigger that was created at the given time. */
    public Instant anchor(Instant created) {
        return start == null ? created : start;
    }

    /** Returns the first occurrence after a time. Missed occurrences never fire. */
    public Optional<Instant> next(Instant created, Instant after) {
        Instant anchor = anchor(created);
        // A start time may fire itself; without one the anchor is a fire in the past.
        Instant from = after.isBefore(anchor) ? anchor.minusNanos(1) : after;
        Duration length = frequency.length();
        if (length != null) {
            return within(anchor.plus(
                    length.multipliedBy(interval).multipliedBy(periods(anchor, from, length.multipliedBy(interval)))));
        }
        ZonedDateTime local = anchor.atZone(zone);
        int first = Math.max(0, periodsBetween(local, from.atZone(zone)) - 1);
        for (int period = first; period < first + MAX_PERIODS; period++) {
            for (Instant candidate : occurrences(local, period)) {
                if (candidate.isAfter(from)) {
                    return within(candidate);
                }
            }
        }
        return Optional.empty();
    }

    /** Returns the length of a period; empty for days, weeks and months, whose length depends on the calendar. */
    public Optional<Duration> period() {
        return Optional.ofNullable(frequency.length()).map(length -> length.multipliedBy(interval));
    }

    private Optional<Instant> within(Instant candidate) {
        return end != null && candidate.isAfter(end) ? Optional.empty() : Optional.of(candidate);
    }

    /** Returns the number of whole periods from the anchor to the first one after a time. */
    private static long periods(Instant anchor, Instant from, Duration period) {
        if (from.isBefore(anchor)) {
            return 0;
        }
        return Duration.between(anchor, from).dividedBy(period) + 1;
    }

    private int periodsBetween(ZonedDateTime anchor, ZonedDateTime from) {
        ChronoUnit unit = switch (frequency) {
            case DAY -> ChronoUnit.DAYS;
            case WEEK -> ChronoUnit.WEEKS;
            default -> ChronoUnit.MONTHS;
        };
        return Math.toIntExact(unit.between(anchor.toLocalDate(), from.toLocalDate()) / interval);
    }

    /** Returns the occurrences of one period in order; the first period contains the anchor. */
    private List<Instant> occurrences(ZonedDateTime anchor, int period) {
        var moments = new ArrayList<Instant>();
        for (LocalDate day : days(anchor.toLocalDate(), (long) period * interval)) {
            for (LocalTime time : times(anchor.toLocalTime())) {
                moments.add(ZonedDateTime.of(LocalDateTime.of(day, time), zone).toInstant());
            }
        }
        moments.sort(Comparator.naturalOrder());
        return moments;
    }

    private List<LocalTime> times(LocalTime anchor) {
        if (schedule == null
                || (schedule.hours().isEmpty() && schedule.minutes().isEmpty())) {
            return List.of(anchor);
        }
        List<Integer> hours = schedule.hours().isEmpty() ? List.of(anchor.getHour()) : schedule.hours();
        List<Integer> minutes = schedule.minutes().isEmpty() ? List.of(anchor.getMinute()) : schedule.minutes();
        // Scheduled times are full minutes, unless a start time defines the seconds: a creation time has arbitrary
        // seconds.
        int second = start == null ? 0 : anchor.getSecond();
        return hours.stream()
                .flatMap(hour -> minutes.stream().map(minute -> LocalTime.of(hour, minute, second)))
                .toList();
    }

    private List<LocalDate> days(LocalDate anchor, long offset) {
        return switch (frequency) {
            case DAY -> List.of(anchor.plusDays(offset));
            case WEEK -> weekDays(anchor, offset);
            default -> monthDays(anchor, offset);
        };
    }

    private List<LocalDate> weekDays(LocalDate anchor, long offset) {
        if (schedule == null || schedule.weekDays().isEmpty()) {
            return List.of(anchor.plusWeeks(offset));
        }
        // Weeks start on Sunday, as in Azure's locale.
        LocalDate sunday =
                anchor.minusDays(anchor.getDayOfWeek().getValue() % 7).plusWeeks(offset);
        return schedule.weekDays().stream()
                .map(day -> sunday.plusDays(day.getValue() % 7))
                .sorted()
                .toList();
    }

    private List<LocalDate> monthDays(LocalDate anchor, long offset) {
        if (schedule == null
                || (schedule.monthDays().isEmpty()
                        && schedule.monthlyOccurrences().isEmpty())) {
            return List.of(anchor.plusMonths(offset));
        }
        YearMonth month = YearMonth.from(anchor).plusMonths(offset);
        var days = new ArrayList<LocalDate>();
        for (int day : schedule.monthDays()) {
            int number = day < 0 ? month.lengthOfMonth() + 1 + day : day;
            if (number >= 1 && number <= month.lengthOfMonth()) {
                days.add(month.atDay(number));
            }
        }
        for (Schedule.MonthlyOccurrence occurrence : schedule.monthlyOccurrences()) {
            LocalDate day = inMonth(month, occurrence);
            if (YearMonth.from(day).equals(month)) {
                days.add(day);
            }
        }
        return days.stream().distinct().sorted().toList();
    }

    private static LocalDate inMonth(YearMonth month, Schedule.MonthlyOccurrence occurrence) {
        LocalDate first = month.atDay(1);
        return first.with(
                java.time.temporal.TemporalAdjusters.dayOfWeekInMonth(occurrence.occurrence(), occurrence.day()));
    }
}
