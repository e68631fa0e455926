package dev.postern.calendar;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The rules of recurrence once more: looks at one day after the other and asks whether it is a date. Shares no code with the other one. */
final class NaiveRecurrence {
    private final RecurrencePattern pattern;
    private final RecurrenceRange range;

    NaiveRecurrence(RecurrencePattern pattern, RecurrenceRange range) {
        this.pattern = pattern;
        this.range = range;
    }

    /** All dates up to a day, inclusive. */
    List<LocalDate> until(LocalDate last) {
        var dates = new ArrayList<LocalDate>();
        LocalDate effective = null;
        for (LocalDate day = range.startDate(); !day.isAfter(last); day = day.plusDays(1)) {
            if (range instanceof RecurrenceRange.EndDate end && day.isAfter(end.endDate())) {
                break;
            }
            if (!matches(day)) {
                continue;
            }
            if (effective == null) {
                effective = day;
            }
            if (isOn(effective, day)) {
                dates.add(day);
                if (range instanceof RecurrenceRange.Numbered numbered
                        && dates.size() == numbered.numberOfOccurrences()) {
                    break;
                }
            }
        }
        return dates;
    }

    private boolean matches(LocalDate day) {
        return switch (pattern) {
            case RecurrencePattern.Daily _ -> true;
            case RecurrencePattern.Weekly weekly -> weekly.daysOfWeek().contains(day.getDayOfWeek());
            case RecurrencePattern.AbsoluteMonthly monthly -> isNumber(day, monthly.dayOfMonth());
            case RecurrencePattern.RelativeMonthly monthly -> isAt(day, monthly.daysOfWeek(), monthly.index());
            case RecurrencePattern.AbsoluteYearly yearly ->
                day.getMonthValue() == yearly.month() && isNumber(day, yearly.dayOfMonth());
            case RecurrencePattern.RelativeYearly yearly ->
                day.getMonthValue() == yearly.month() && isAt(day, yearly.daysOfWeek(), yearly.index());
        };
    }

    private static boolean isNumber(LocalDate day, int number) {
        return day.getDayOfMonth() == number
                || (number > day.lengthOfMonth() && day.getDayOfMonth() == day.lengthOfMonth());
    }

    private static boolean isAt(LocalDate day, Set<DayOfWeek> days, WeekIndex index) {
        if (!days.contains(day.getDayOfWeek())) {
            return false;
        }
        int before = 0;
        for (LocalDate other = day.withDayOfMonth(1); other.isBefore(day); other = other.plusDays(1)) {
            before += days.contains(other.getDayOfWeek()) ? 1 : 0;
        }
        if (index != WeekIndex.LAST) {
            return before == List.of(WeekIndex.values()).indexOf(index);
        }
        for (LocalDate other = day.plusDays(1); other.getMonth() == day.getMonth(); other = other.plusDays(1)) {
            if (days.contains(other.getDayOfWeek())) {
                return false;
            }
        }
        return true;
    }

    private boolean isOn(LocalDate effective, LocalDate day) {
        long distance = switch (pattern) {
            case RecurrencePattern.Daily _ -> ChronoUnit.DAYS.between(effective, day);
            case RecurrencePattern.Weekly weekly ->
                ChronoUnit.WEEKS.between(week(effective, weekly.firstDayOfWeek()), week(day, weekly.firstDayOfWeek()));
            case RecurrencePattern.AbsoluteMonthly _, RecurrencePattern.RelativeMonthly _ ->
                day.getYear() * 12 + day.getMonthValue() - effective.getYear() * 12 - effective.getMonthValue();
            case RecurrencePattern.AbsoluteYearly _, RecurrencePattern.RelativeYearly _ ->
                day.getYear() - effective.getYear();
        };
        return distance % pattern.interval() == 0;
    }

    private static LocalDate week(LocalDate day, DayOfWeek first) {
        LocalDate begin = day;
        while (begin.getDayOfWeek() != first) {
            begin = begin.minusDays(1);
        }
        return begin;
    }

    static Instant instant(LocalDateTime wall, ZoneId zone) {
        ZoneRules rules = zone.getRules();
        List<ZoneOffset> offsets = rules.getValidOffsets(wall);
        ZoneOffset offset = offsets.isEmpty() ? rules.getTransition(wall).getOffsetBefore() : offsets.getFirst();
        return wall.toInstant(offset);
    }

    /** The starts that a window has, for a start time, a length and one zone. */
    static List<Instant> overlapping(
            List<LocalDate> dates, LocalDateTime start, Duration length, ZoneId zone, Instant from, Instant to) {
        var found = new ArrayList<Instant>();
        for (LocalDate date : dates) {
            LocalDateTime wall = date.atTime(start.toLocalTime());
            Instant begin = instant(wall, zone);
            Instant end = instant(wall.plus(length), zone);
            if (!end.isAfter(begin) && !length.isZero()) {
                end = begin.plus(length);
            }
            boolean inside = length.isZero() && !begin.isBefore(from) && begin.isBefore(to);
            if (inside || (begin.isBefore(to) && end.isAfter(from))) {
                found.add(begin);
            }
        }
        return found;
    }
}
