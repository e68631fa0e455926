package dev.postern.itip;

import dev.postern.calendar.RecurrenceRange;
import dev.postern.calendar.WallTime;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the times of an event. */
final class TimesReader {
    private static final int MAX_TIMES = 2_000;
    private static final int MAX_RULE = 4_000;

    private final CalendarPart event;
    private final ZoneResolver zones;

    TimesReader(CalendarPart event, ZoneResolver zones) {
        this.event = event;
        this.zones = zones;
    }

    Optional<MeetingTime> time(String property) {
        return event.first(property).flatMap(line -> time(line, line.value()));
    }

    private Optional<MeetingTime> time(ContentLine line, String value) {
        return DateValues.parse(value)
                .map(read ->
                        zones.time(read, Optional.ofNullable(line.parameters().get("TZID"))))
                .filter(TimesReader::isPossible);
    }

    private static boolean isPossible(MeetingTime time) {
        return !time.wall().toLocalDate().isBefore(RecurrenceRange.FIRST)
                && !time.wall().toLocalDate().isAfter(RecurrenceRange.LAST);
    }

    /** Null if there is no start, or the end is before it, or no calendar has such a time. */
    @Nullable
    MeetingTimes times() {
        MeetingTime start = time("DTSTART").orElse(null);
        MeetingTime end = start == null ? null : end(start);
        if (start == null || end == null) {
            return null;
        }
        if (start.isDate() || isMarkedAllDay(start, end)) {
            MeetingTime next = MeetingTime.of(start.wall().toLocalDate().plusDays(1));
            start = MeetingTime.of(start.wall().toLocalDate());
            end = MeetingTime.of(end.wall().toLocalDate());
            end = end.equals(start) ? next : end;
        }
        if (wall(start).end(wall(end)).isBefore(start.instant(ZoneOffset.UTC))) {
            return null;
        }
        List<String> rules = event.all("RRULE").map(ContentLine::value).toList();
        ZoneId zone = start.isDate()
                ? null
                : start.zone() == null ? ZoneOffset.UTC : start.zone().id();
        RuleReader.Rule rule = rules.isEmpty()
                ? new RuleReader.Rule(null, true)
                : RuleReader.read(rules.getFirst(), start.wall(), zone);
        boolean isExact =
                rule.isExact() && rules.size() < 2 && event.first("EXRULE").isEmpty();
        return new MeetingTimes(
                start,
                end,
                start.isDate(),
                rule.recurrence(),
                isExact ? "" : original(),
                times("EXDATE"),
                times("RDATE"));
    }

    private static WallTime wall(MeetingTime time) {
        ZoneId zone = time.zone() == null ? ZoneOffset.UTC : time.zone().id();
        return new WallTime(time.wall(), zone, false);
    }

    private static boolean isMidnight(MeetingTime time) {
        return time.wall().toLocalTime().equals(LocalTime.MIDNIGHT);
    }

    private boolean isMarkedAllDay(MeetingTime start, MeetingTime end) {
        return event.value("X-MICROSOFT-CDO-ALLDAYEVENT").equalsIgnoreCase("TRUE")
                && isMidnight(start)
                && isMidnight(end)
                && end.wall().isAfter(start.wall());
    }

    /** Null if it is written but not understood. */
    private @Nullable MeetingTime end(MeetingTime start) {
        if (event.first("DTEND").isPresent()) {
            return time("DTEND").orElse(null);
        }
        Optional<Duration> duration = event.first("DURATION").flatMap(line -> Durations.parse(line.value()));
        if (duration.isEmpty()) {
            return start;
        }
        MeetingTime end = new MeetingTime(start.wall().plus(duration.get()), start.isDate(), start.zone());
        return isPossible(end) ? end : null;
    }

    /** The first of two times that are given as a period counts. */
    private List<MeetingTime> times(String property) {
        return event.all(property)
                .flatMap(line -> TextValues.list(line.value(), MAX_TIMES).stream()
                        .map(value -> value.indexOf('/') < 0 ? value : value.substring(0, value.indexOf('/')))
                        .flatMap(value -> time(line, value).stream()))
                .limit(MAX_TIMES)
                .toList();
    }

    private String original() {
        String text = Stream.concat(event.all("RRULE"), event.all("EXRULE"))
                .map(line -> line.name() + ":" + line.value().replaceAll("\\p{Cntrl}", ""))
                .collect(Collectors.joining("\n"));
        return text.length() > MAX_RULE ? "" : text;
    }
}
