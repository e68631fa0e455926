package dev.postern.itip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import biweekly.Biweekly;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.io.TimezoneInfo;
import biweekly.property.Attendee;
import biweekly.property.DateStart;
import biweekly.util.ICalDate;
import biweekly.util.com.google.ical.compat.javautil.DateIterator;
import dev.postern.calendar.Occurrence;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

/** A second library, biweekly, reads from our messages what we meant. */
class SecondLibraryTest {
    private static final int MESSAGES = 1_500;
    private static final int OCCURRENCES = 15;

    /** Zones without rules, such as Morocco, are written with the changes of so many years. */
    private static final int YEARS = 24;

    @Test
    void aWrittenMessageHasTheSameMeaning() {
        var meetings = new RandomMeetings(12);
        int series = 0;
        for (int i = 0; i < MESSAGES; i++) {
            MeetingMessage message = meetings.message();
            String text = new String(ItipWriter.write(message), StandardCharsets.UTF_8);
            List<ICalendar> calendars = Biweekly.parse(text).all();
            assertEquals(1, calendars.size(), text);
            ICalendar calendar = calendars.getFirst();
            if (message.method() != MeetingMethod.NONE) {
                assertEquals(message.method().name(), calendar.getMethod().getValue());
            }
            List<MeetingEvent> events = message.events().toList();
            assertEquals(events.size(), calendar.getEvents().size());
            for (int j = 0; j < events.size(); j++) {
                series += compare(events.get(j), calendar.getEvents().get(j), calendar.getTimezoneInfo(), text);
            }
        }
        assertTrue(series > MESSAGES / 4, "only " + series + " series were compared");
    }

    private static int compare(MeetingEvent event, VEvent read, TimezoneInfo zones, String text) {
        assertEquals(event.uid(), read.getUid().getValue(), text);
        assertEquals(event.sequence(), read.getSequence().getValue(), text);
        assertEquals(event.stamp(), read.getDateTimeStamp().getValue().toInstant(), text);
        assertEquals(event.content().subject(), read.getSummary().getValue(), text);
        assertEquals(
                event.content().text(),
                read.getDescription() == null ? "" : read.getDescription().getValue(),
                text);
        assertEquals(event.marks().isCancelled(), read.getStatus().isCancelled(), text);
        people(event, read, text);
        if (event.marks().reminderMinutes() != null) {
            long millis = read.getAlarms().getFirst().getTrigger().getDuration().toMillis();
            assertEquals(Duration.ofMinutes(-event.marks().reminderMinutes()).toMillis(), millis, text);
        }
        return times(Objects.requireNonNull(event.times()), read, zones, text);
    }

    private static void people(MeetingEvent event, VEvent read, String text) {
        if (event.organizer() != null) {
            assertEquals(event.organizer().address(), read.getOrganizer().getEmail(), text);
        }
        assertEquals(event.attendees().size(), read.getAttendees().size(), text);
        for (int i = 0; i < event.attendees().size(); i++) {
            MeetingAttendee one = event.attendees().get(i);
            Attendee other = read.getAttendees().get(i);
            assertEquals(one.person().address(), other.getEmail(), text);
            assertEquals(one.isReplyRequested(), other.getRsvp(), text);
            assertEquals(
                    one.participation().value(), other.getParticipationStatus().getValue(), text);
        }
    }

    private static int times(MeetingTimes times, VEvent read, TimezoneInfo zones, String text) {
        ICalDate start = read.getDateStart().getValue();
        ICalDate end = read.getDateEnd().getValue();
        assertEquals(!times.isAllDay(), start.hasTime(), text);
        if (times.isAllDay()) {
            assertEquals(times.start().wall().toLocalDate(), date(start.toInstant()), text);
            assertEquals(times.end().wall().toLocalDate(), date(end.toInstant()), text);
        } else {
            sameInstant(times.start(), start.toInstant(), text);
            sameInstant(times.end(), end.toInstant(), text);
        }
        if (times.recurrence() == null) {
            return 0;
        }
        List<LocalDate> deleted = times.deletedDates(ZoneOffset.UTC);
        List<Occurrence> expected = times.series(ZoneOffset.UTC)
                .orElseThrow()
                .occurrences(Instant.EPOCH, Instant.MAX)
                .filter(one -> !deleted.contains(one.originalDate()))
                .limit(OCCURRENCES)
                .toList();
        var found = new ArrayList<Instant>();
        DateIterator dates = read.getDateIterator(zone(read.getDateStart(), zones));
        while (dates.hasNext() && found.size() < OCCURRENCES) {
            found.add(dates.next().toInstant());
        }
        assertEquals(expected.size(), found.size(), text);
        for (int i = 0; i < found.size(); i++) {
            if (times.isAllDay()) {
                assertEquals(expected.get(i).originalDate(), date(found.get(i)), text);
            } else if (expected.get(i).originalDate().getYear()
                    < times.start().wall().getYear() + YEARS) {
                LocalDate date = expected.get(i).originalDate();
                sameInstant(
                        MeetingTime.of(
                                date.atTime(times.start().wall().toLocalTime()),
                                times.start().zone()),
                        found.get(i),
                        text);
            }
        }
        return 1;
    }

    /** Libraries differ about times near a change of the clock, and for biweekly every such change is of one hour. */
    private static void sameInstant(MeetingTime time, Instant found, String text) {
        ZoneId zone = Objects.requireNonNull(time.zone()).id();
        ZoneOffset before = zone.getRules().getOffset(time.wall().minusDays(1));
        boolean isNearChange =
                !before.equals(zone.getRules().getOffset(time.wall().plusDays(1)));
        if (!isNearChange && !zone.equals(ZoneId.of("Australia/Lord_Howe"))) {
            assertEquals(time.instant(zone), found, () -> time + "\n" + text);
        }
    }

    private static LocalDate date(Instant midnight) {
        return midnight.atZone(ZoneId.systemDefault()).toLocalDate();
    }

    private static TimeZone zone(DateStart start, TimezoneInfo zones) {
        if (!start.getValue().hasTime()) {
            return TimeZone.getDefault();
        }
        var assigned = zones.getTimezone(start);
        TimeZone zone = assigned == null ? TimeZone.getTimeZone("UTC") : assigned.getTimeZone();
        assertNotNull(zone);
        return zone;
    }
}
