package dev.postern.acceptance;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When a meeting of {@link CompanyYearTest} takes place. Its dates are found naively, day by day. */
record CompanyTimes(
        String zone,
        LocalDateTime start,
        int minutes,
        @Nullable Repeat repeat) {
    enum Kind {
        DAILY,
        WEEKLY,
        MONTHLY
    }

    /** A numbered recurrence that begins at the start of the meeting. */
    record Repeat(Kind kind, int interval, int count) {}

    List<LocalDate> dates() {
        int count = repeat == null ? 1 : repeat.count();
        var dates = new ArrayList<LocalDate>();
        for (LocalDate day = start.toLocalDate(); dates.size() < count; day = day.plusDays(1)) {
            if (isOn(day)) {
                dates.add(day);
            }
        }
        return dates;
    }

    private boolean isOn(LocalDate day) {
        LocalDate first = start.toLocalDate();
        if (repeat == null) {
            return day.equals(first);
        }
        long days = ChronoUnit.DAYS.between(first, day);
        long months = (day.getYear() - first.getYear()) * 12L + day.getMonthValue() - first.getMonthValue();
        return switch (repeat.kind()) {
            case DAILY -> days % repeat.interval() == 0;
            case WEEKLY -> days % (7L * repeat.interval()) == 0;
            case MONTHLY ->
                months % repeat.interval() == 0
                        && day.getDayOfMonth() == Math.min(first.getDayOfMonth(), day.lengthOfMonth());
        };
    }

    /** The start at a date, as a wall time. */
    LocalDateTime on(LocalDate date) {
        return date.atTime(start.toLocalTime());
    }

    Instant instant(LocalDateTime wall) {
        return wall.atZone(ZoneId.of(zone)).toInstant();
    }

    LocalDate date(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneId.of(zone));
    }

    /** The same length and recurrence at another time. */
    CompanyTimes at(LocalDateTime other) {
        return new CompanyTimes(zone, other, minutes, repeat);
    }
}
