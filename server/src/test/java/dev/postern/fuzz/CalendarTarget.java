package dev.postern.fuzz;

import dev.postern.calendar.Series;
import dev.postern.calendar.WeekRows;
import dev.postern.itip.ItipReader;
import dev.postern.itip.ItipWriter;
import dev.postern.itip.MeetingEvent;
import dev.postern.itip.MeetingMessage;
import dev.postern.itip.MeetingTimes;
import dev.postern.itip.UnreadableCalendar;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Calendars: refused, or read. Then the JSON is read as the same message, writing and reading it again changes nothing more, and its series are
 * expanded for five years.
 */
public final class CalendarTarget {
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2030-12-31T00:00:00Z");

    private CalendarTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        List<MeetingMessage> messages;
        try {
            messages = ItipReader.read(data);
        } catch (UnreadableCalendar refused) {
            return;
        }
        for (MeetingMessage message : messages) {
            MeetingMessage once = again(message);
            same(once, again(once));
            Stream.concat(Stream.of(message.event()), message.overrides().stream())
                    .map(MeetingEvent::times)
                    .forEach(CalendarTarget::expand);
        }
    }

    private static MeetingMessage again(MeetingMessage message) {
        try {
            return ItipReader.read(ItipWriter.write(message)).getFirst();
        } catch (UnreadableCalendar e) {
            throw new AssertionError(message.toString(), e);
        }
    }

    private static void same(MeetingMessage expected, MeetingMessage found) {
        if (!expected.equals(found)) {
            throw new AssertionError(expected + " became " + found);
        }
    }

    private static void expand(@Nullable MeetingTimes times) {
        if (times == null) {
            return;
        }
        times.deletedDates(ZoneOffset.UTC);
        times.series(ZoneOffset.UTC).ifPresent(CalendarTarget::expand);
    }

    private static void expand(Series series) {
        long occurrences = series.occurrences(FROM, TO).count();
        int rows = WeekRows.of(series).size();
        if (occurrences > 2_000_000 || rows > 200) {
            throw new AssertionError(occurrences + " occurrences and " + rows + " rows of " + series.recurrence());
        }
    }
}
