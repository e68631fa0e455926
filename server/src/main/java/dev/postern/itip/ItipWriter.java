package dev.postern.itip;

import dev.postern.calendar.Series;
import dev.postern.calendar.ZoneName;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes a meeting message as iCalendar. */
public final class ItipWriter {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT);

    private ItipWriter() {}

    /**
     * A property that meeting messages do not have.
     *
     * @param name with its parameters, as they are written
     *
     * @param value as it is written, without line ends
     */
    public record Property(String name, String value) {
        public static Property of(String name, Instant value) {
            return new Property(name, TIME.format(value.atOffset(ZoneOffset.UTC)));
        }
    }

    public static byte[] write(MeetingMessage message) {
        return write(message, List.of());
    }

    /** @param others further properties of each event */
    public static byte[] write(MeetingMessage message, List<Property> others) {
        List<MeetingEvent> events =
                message.events().map(ItipWriter::fromItsFirstOccurrence).toList();
        LineWriter out = new LineWriter();
        out.line("BEGIN", "VCALENDAR");
        if (message.method() != MeetingMethod.NONE) {
            out.line("METHOD", message.method().name());
        }
        out.line("PRODID", "-//Postern//Postern//EN");
        out.line("VERSION", "2.0");
        Map<ZoneName, Integer> zones = new LinkedHashMap<>();
        events.forEach(event -> times(event).forEach(time -> remember(zones, time)));
        ZoneWriter zoneWriter = new ZoneWriter(out);
        zones.forEach(zoneWriter::write);
        events.forEach(event -> new EventWriter(out, event).write(others));
        out.line("END", "VCALENDAR");
        return out.bytes();
    }

    private static void remember(Map<ZoneName, Integer> zones, MeetingTime time) {
        if (time.zone() != null && !time.zone().isUtc()) {
            zones.merge(time.zone(), time.wall().getYear(), Math::min);
        }
    }

    private static Stream<MeetingTime> times(MeetingEvent event) {
        Stream<MeetingTime> own = Optional.ofNullable(event.times()).stream()
                .flatMap(times -> Stream.of(List.of(times.start(), times.end()), times.excluded(), times.additional())
                        .flatMap(Collection::stream));
        return Stream.concat(own, Stream.ofNullable(event.recurrenceId()));
    }

    /** Intervals of a rule count from the start of the event, those of a recurrence from its first occurrence. */
    private static MeetingEvent fromItsFirstOccurrence(MeetingEvent event) {
        MeetingTimes times = event.times();
        if (times == null || times.recurrence() == null || !times.rule().isEmpty()) {
            return event;
        }
        Series series = times.series(ZoneOffset.UTC).orElseThrow();
        var first = times.recurrence().first();
        var moved = new MeetingTimes(
                new MeetingTime(
                        series.start(first), times.isAllDay(), times.start().zone()),
                new MeetingTime(series.end(first), times.isAllDay(), times.end().zone()),
                times.isAllDay(),
                times.recurrence(),
                "",
                times.excluded(),
                times.additional());
        return new MeetingEvent(
                event.uid(),
                event.recurrenceId(),
                event.sequence(),
                event.stamp(),
                event.organizer(),
                event.attendees(),
                moved,
                event.content(),
                event.marks());
    }
}
