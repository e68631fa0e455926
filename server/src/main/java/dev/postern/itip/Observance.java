package dev.postern.itip;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A STANDARD or DAYLIGHT part of a zone definition: from when on an offset is in force.
 *
 * @param onset the first one, in wall time before the change
 *
 * @param rule yearly; null if there is only one onset
 *
 * @param others further onsets
 */
record Observance(
        LocalDateTime onset,
        ZoneOffset before,
        ZoneOffset offset,
        @Nullable Yearly rule,
        List<LocalDateTime> others) {
    private static final int MAX_ONSETS = 40;

    /**
     * A day of every year: the n-th day of the week in a month, or a day of the week on or after a day of the month, or a day of the month.
     *
     * @param last the last year
     */
    record Yearly(int month, int position, @Nullable DayOfWeek weekday, int dayOfMonth, int last) {
        LocalDate in(int year) {
            YearMonth in = YearMonth.of(year, month);
            LocalDate first = in.atDay(Math.clamp(dayOfMonth, 1, in.lengthOfMonth()));
            if (weekday == null) {
                return first;
            }
            return position == 0
                    ? first.with(TemporalAdjusters.nextOrSame(weekday))
                    : in.atDay(1).with(TemporalAdjusters.dayOfWeekInMonth(position, weekday));
        }
    }

    /** The latest onset that is not after a time. */
    Optional<LocalDateTime> before(LocalDateTime time) {
        LocalDateTime latest = onset.isAfter(time) ? null : onset;
        for (LocalDateTime other : others) {
            if (!other.isAfter(time) && (latest == null || other.isAfter(latest))) {
                latest = other;
            }
        }
        if (rule != null && latest != null) {
            int year = Math.min(rule.last(), time.getYear());
            for (int back = 0; back < 2; back++, year--) {
                LocalDateTime in = rule.in(year).atTime(onset.toLocalTime());
                if (!in.isAfter(time) && in.isAfter(latest)) {
                    latest = in;
                }
            }
        }
        return Optional.ofNullable(latest);
    }

    static Optional<Observance> read(CalendarPart part) {
        Optional<LocalDateTime> onset = part.first("DTSTART")
                .flatMap(line -> DateValues.parse(line.value()))
                .map(DateValues.Value::wall);
        Optional<ZoneOffset> to = offset(part.value("TZOFFSETTO"));
        if (onset.isEmpty() || to.isEmpty()) {
            return Optional.empty();
        }
        List<LocalDateTime> others = part.all("RDATE")
                .flatMap(line -> TextValues.list(line.value(), MAX_ONSETS).stream())
                .flatMap(value -> DateValues.parse(value).stream())
                .map(DateValues.Value::wall)
                .limit(MAX_ONSETS)
                .toList();
        return Optional.of(new Observance(
                onset.get(),
                offset(part.value("TZOFFSETFROM")).orElse(to.get()),
                to.get(),
                part.first("RRULE").map(line -> rule(line.value(), onset.get())).orElse(null),
                others));
    }

    private static Yearly rule(String text, LocalDateTime onset) {
        Map<String, String> rule = RuleReader.parts(text);
        List<Integer> days = RuleReader.numbers(rule.getOrDefault("BYMONTHDAY", ""));
        List<RuleReader.Day> weekdays = RuleReader.days(rule.getOrDefault("BYDAY", ""));
        int month = RuleReader.numbers(rule.getOrDefault("BYMONTH", "")).stream()
                .filter(one -> one >= 1 && one <= 12)
                .findFirst()
                .orElse(onset.getMonthValue());
        int last = DateValues.parse(rule.getOrDefault("UNTIL", ""))
                .map(until -> until.wall().getYear())
                .orElse(9999);
        int day = days.isEmpty() ? onset.getDayOfMonth() : days.getFirst();
        if (weekdays.isEmpty()) {
            return new Yearly(month, 0, null, day, last);
        }
        RuleReader.Day weekday = weekdays.getFirst();
        int position = weekday.position() == 0 ? 1 : Math.clamp(weekday.position(), -5, 5);
        return new Yearly(month, days.isEmpty() ? position : 0, weekday.day(), day, last);
    }

    private static Optional<ZoneOffset> offset(String text) {
        if (!text.matches("[+-]?\\d{4}(\\d{2})?")) {
            return Optional.empty();
        }
        String digits = text.replaceAll("[+-]", "");
        int seconds = Integer.parseInt(digits.substring(0, 2)) * 3600
                + Integer.parseInt(digits.substring(2, 4)) * 60
                + (digits.length() > 4 ? Integer.parseInt(digits.substring(4)) : 0);
        return seconds > 18 * 3600
                ? Optional.empty()
                : Optional.of(ZoneOffset.ofTotalSeconds(text.startsWith("-") ? -seconds : seconds));
    }
}
