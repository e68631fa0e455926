package dev.postern.itip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ItipReaderTest {
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

    private static String calendar(String... lines) {
        return "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1\r\n" + String.join("\r\n", lines)
                + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    }

    private static List<MeetingMessage> read(String text) throws UnreadableCalendar {
        return ItipReader.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static MeetingEvent event(String... lines) throws UnreadableCalendar {
        return read(calendar(lines)).getFirst().event();
    }

    private static MeetingTimes times(String... lines) throws UnreadableCalendar {
        return Objects.requireNonNull(event(lines).times());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\0\0\0",
                "BEGIN",
                "Dear all, see you tomorrow",
                "BEGIN:VCALENDAR\r\nEND:VCALENDAR",
                "BEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT",
                "BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nUID:1\r\nEND:VTODO\r\nEND:VCALENDAR",
                "BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VTODO\r\nEND:VCALENDAR"
            })
    void whatHasNoEventIsRefused(String text) {
        assertNotNull(assertThrows(UnreadableCalendar.class, () -> read(text)).getMessage());
    }

    @Test
    void theNumberOfBytesLinesEventsAndNestedComponentsIsBounded() {
        var tooLarge = new byte[ItipReader.MAX_BYTES + 1];
        assertThrows(UnreadableCalendar.class, () -> ItipReader.read(tooLarge));
        String lines = "X-A:1\r\n".repeat(50_001);
        assertThrows(UnreadableCalendar.class, () -> read("BEGIN:VCALENDAR\r\n" + lines));
        String event = "BEGIN:VEVENT\r\nEND:VEVENT\r\n";
        assertThrows(UnreadableCalendar.class, () -> read("BEGIN:VCALENDAR\r\n" + event.repeat(1_001)));
        assertThrows(UnreadableCalendar.class, () -> read("BEGIN:VCALENDAR\r\n" + "BEGIN:VEVENT\r\n".repeat(20)));
    }

    @Test
    void linesMayBeBrokenInEveryWay() throws UnreadableCalendar {
        MeetingEvent event =
                read("\uFEFFbegin:vcalendar\nbegin:vevent\r\n\r\nsummary;language=de:Gr\n öße\r  and\r\n\t\tmore\n"
                                + "no property\n;:\nX\nlocation:x\nEND:NOTHING")
                        .getFirst()
                        .event();
        assertEquals("Größe and\tmore", event.content().subject());
        assertEquals(List.of("x"), event.content().locations());
    }

    @Test
    void aCharacterMayBeFolded() throws UnreadableCalendar {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:".getBytes(StandardCharsets.UTF_8));
        for (byte one : "日本🎉".getBytes(StandardCharsets.UTF_8)) {
            bytes.write(one);
            bytes.writeBytes("\r\n ".getBytes(StandardCharsets.UTF_8));
        }
        assertEquals(
                "日本🎉",
                ItipReader.read(bytes.toByteArray())
                        .getFirst()
                        .event()
                        .content()
                        .subject());
        bytes.reset();
        bytes.writeBytes("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Größe".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(
                "Größe",
                ItipReader.read(bytes.toByteArray())
                        .getFirst()
                        .event()
                        .content()
                        .subject());
    }

    @Test
    void severalCalendarsAndUidsAreSeveralMessages() throws UnreadableCalendar {
        List<MeetingMessage> messages = read("""
            BEGIN:VCALENDAR
            METHOD:REQUEST
            BEGIN:VEVENT
            UID:1
            RECURRENCE-ID:20260102T000000Z
            END:VEVENT
            BEGIN:VEVENT
            UID:1
            SUMMARY:series
            END:VEVENT
            BEGIN:VEVENT
            UID:2
            END:VEVENT
            END:VCALENDAR
            BEGIN:VCALENDAR
            METHOD:X-OTHER
            BEGIN:VEVENT
            END:VEVENT
            BEGIN:VEVENT
            END:VEVENT
            END:VCALENDAR
            """);
        assertEquals(4, messages.size());
        assertEquals("series", messages.getFirst().event().content().subject());
        assertEquals(1, messages.getFirst().overrides().size());
        assertEquals(MeetingMethod.NONE, messages.getLast().method());
    }

    @Test
    void onlyOccurrencesAreAMessageToo() throws UnreadableCalendar {
        List<MeetingMessage> messages = read("""
            BEGIN:VCALENDAR
            METHOD:CANCEL
            BEGIN:VEVENT
            UID:1
            RECURRENCE-ID:20260102T000000Z
            END:VEVENT
            BEGIN:VEVENT
            UID:1
            RECURRENCE-ID;VALUE=DATE:20260109
            END:VEVENT
            END:VCALENDAR
            """);
        assertEquals(1, messages.size());
        assertEquals(
                Instant.parse("2026-01-02T00:00:00Z"),
                instant(messages.getFirst().event().recurrenceId()));
        assertTrue(Objects.requireNonNull(
                        messages.getFirst().overrides().getFirst().recurrenceId())
                .isDate());
    }

    private static Instant instant(@Nullable MeetingTime time) {
        return Objects.requireNonNull(time).instant(TOKYO);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Europe/Berlin|2026-07-01T07:00:00Z",
                "W. Europe Standard Time|2026-07-01T07:00:00Z",
                "\"W. Europe Standard Time\"|2026-07-01T07:00:00Z",
                "/freeassociation.sourceforge.net/Tzfile/Europe/Berlin|2026-07-01T07:00:00Z",
                "/softwarestudio.org/Olson_20011030_5/America/Argentina/Buenos_Aires|2026-07-01T12:00:00Z",
                "tzone://Microsoft/Utc|2026-07-01T09:00:00Z",
                "\"(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna\"|2026-07-01T07:00:00Z",
                "\"(GMT-05:00) Eastern Time (US & Canada)\"|2026-07-01T13:00:00Z",
                "(UTC) Coordinated Universal Time|2026-07-01T09:00:00Z",
                "Nowhere|2026-07-01T00:00:00Z",
                "/|2026-07-01T00:00:00Z"
            })
    void zonesAreFoundByTheirNames(String zone, Instant start) throws UnreadableCalendar {
        assertEquals(
                start,
                times("DTSTART;TZID=" + zone + ":20260701T090000").start().instant(TOKYO));
    }

    @Test
    void aZoneWithImpossibleRulesIsConvertedByThem() throws UnreadableCalendar {
        String zone = """
            BEGIN:VTIMEZONE
            TZID:Ship
            BEGIN:STANDARD
            DTSTART:19700101T000000
            TZOFFSETFROM:+0117
            TZOFFSETTO:+0117
            END:STANDARD
            END:VTIMEZONE
            """;
        MeetingTimes times = Objects.requireNonNull(
                read(calendar("DTSTART;TZID=Ship:20260701T091700").replace("BEGIN:VEVENT", zone + "BEGIN:VEVENT"))
                        .getFirst()
                        .event()
                        .times());
        assertEquals(Instant.parse("2026-07-01T08:00:00Z"), times.start().instant(TOKYO));
        assertNull(times("DTSTART;TZID=Ship:20260701T091700").start().zone());
    }

    @Test
    void anEndMayBeMissingOrWrong() throws UnreadableCalendar {
        assertEquals(
                LocalDate.of(2026, 7, 2).atStartOfDay(),
                times("DTSTART:20260701").end().wall());
        assertEquals(
                LocalDate.of(2026, 7, 2).atStartOfDay(),
                times("DTSTART:20260701", "DTEND:20260701").end().wall());
        MeetingTimes zero = times("DTSTART:20260701T090000Z");
        assertEquals(zero.start(), zero.end());
        assertEquals(
                LocalDateTime.parse("2026-07-01T10:30"),
                times("DTSTART:20260701T090000Z", "DURATION:PT1H30M").end().wall());
        assertEquals(
                LocalDate.of(2026, 7, 8).atStartOfDay(),
                times("DTSTART:20260701", "DURATION:P1W").end().wall());
        assertNull(event("DTSTART:20260701T090000Z", "DTEND:20260701T080000Z").times());
        assertNull(event("DTSTART:20260701T090000Z", "DURATION:-PT1H").times());
        assertNull(event("DTSTART:20260701T090000Z", "DTEND:tomorrow").times());
        assertNull(event("DTSTART:20261301T090000Z").times());
        assertNull(event("DTSTART:99990101T090000Z").times());
        assertNull(event("DTSTART:14990101").times());
        assertNull(event("SUMMARY:no time").times());
    }

    @Test
    void midnightMayBeMarkedAsAllDay() throws UnreadableCalendar {
        String start = "DTSTART;TZID=Asia/Tokyo:20260701T000000";
        String mark = "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE";
        assertTrue(times(start, "DTEND;TZID=Asia/Tokyo:20260702T000000", mark).isAllDay());
        assertTrue(!times(start, "DTEND;TZID=Asia/Tokyo:20260701T010000", mark).isAllDay());
        assertTrue(!times(start, "DTEND;TZID=Asia/Tokyo:20260702T000000").isAllDay());
    }

    @Test
    void excludedTimesMayHaveAnyForm() throws UnreadableCalendar {
        MeetingTimes times = times(
                "DTSTART;TZID=Asia/Tokyo:20260701T080000",
                "RRULE:FREQ=DAILY",
                "EXDATE:20260701T230000Z,bad",
                "EXDATE;VALUE=DATE:20260704",
                "EXDATE;TZID=America/New_York:20260705T190000",
                "EXDATE;TZID=Asia/Tokyo:20260101T080000");
        assertEquals(
                List.of(LocalDate.of(2026, 7, 2), LocalDate.of(2026, 7, 4), LocalDate.of(2026, 7, 6)),
                times.deletedDates(ZoneOffset.UTC));
    }

    @Test
    void aRuleWithoutAPatternIsKept() throws UnreadableCalendar {
        MeetingTimes times = times("DTSTART:20260701T080000Z", "RRULE:FREQ=HOURLY;COUNT=3", "EXRULE:FREQ=DAILY");
        assertNull(times.recurrence());
        assertEquals("RRULE:FREQ=HOURLY;COUNT=3\nEXRULE:FREQ=DAILY", times.rule());
        String written = new String(
                ItipWriter.write(read(calendar("DTSTART:20260701T080000Z", "RRULE:FREQ=HOURLY;COUNT=3"))
                        .getFirst()),
                StandardCharsets.UTF_8);
        assertTrue(written.contains("\r\nRRULE:FREQ=HOURLY;COUNT=3\r\n"), written);
    }

    @Test
    void peopleNeedAnAddress() throws UnreadableCalendar {
        MeetingEvent event = event(
                "ORGANIZER;CN=\"Vance, Adele\";SENT-BY=\"mailto:deputy@contoso.example\":MAILTO:adele@contoso.example",
                "ATTENDEE;ROLE=\"OPT-PARTICIPANT\";PARTSTAT=accepted;RSVP=true;CN=^'A^' ^n B:mailto:"
                        + " megan@contoso.example ",
                "ATTENDEE:urn:uuid:1",
                "ATTENDEE;EMAIL=lee@contoso.example:urn:uuid:2",
                "ATTENDEE:invalid",
                "ATTENDEE;RSVP:mailto:x@contoso.example",
                "ATTENDEE;CN=\"open:mailto:y@contoso.example");
        MeetingPerson organizer = Objects.requireNonNull(event.organizer());
        assertEquals(new MeetingPerson("Vance, Adele", "adele@contoso.example", "deputy@contoso.example"), organizer);
        assertEquals(
                List.of("megan@contoso.example", "lee@contoso.example", "x@contoso.example", "y@contoso.example"),
                event.attendees().stream().map(one -> one.person().address()).toList());
        MeetingAttendee megan = event.attendees().getFirst();
        assertEquals("\"A\" B", megan.person().name().replaceAll(" +", " "));
        assertEquals("optional", megan.type());
        assertEquals(MeetingAttendee.Participation.ACCEPTED, megan.participation());
        assertTrue(megan.isReplyRequested());
    }

    @ParameterizedTest
    @CsvSource({"-PT15M,15", "-P1D,1440", "PT0S,0", "PT10M,0", "-P1W,10080", "20260701T074500Z,15"})
    void aDisplayedAlarmIsTheReminder(String trigger, int minutes) throws UnreadableCalendar {
        assertEquals(
                minutes,
                event(
                                "DTSTART:20260701T080000Z",
                                "BEGIN:VALARM",
                                "ACTION:EMAIL",
                                "TRIGGER:-PT99M",
                                "END:VALARM",
                                "BEGIN:VALARM",
                                "ACTION:DISPLAY",
                                "TRIGGER:" + trigger,
                                "END:VALARM")
                        .marks()
                        .reminderMinutes());
    }

    @Test
    void otherAlarmsAreNoReminder() throws UnreadableCalendar {
        assertNull(event("DTSTART:20260701T080000Z", "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER;RELATED=END:-PT5M")
                .marks()
                .reminderMinutes());
        assertNull(
                event("BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:soon").marks().reminderMinutes());
    }

    /** The most expensive calendar that the bounds allow: every time is evaluated by zone definitions with many rules. */
    @Test
    void expensiveCalendarsAreReadInBoundedTime() {
        StringBuilder text = new StringBuilder("BEGIN:VCALENDAR\r\n");
        for (int zone = 0; zone < 60; zone++) {
            text.append("BEGIN:VTIMEZONE\r\nTZID:Z").append(zone).append("\r\n");
            for (int i = 0; i < 50; i++) {
                text.append("BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0113\r\nTZOFFSETTO:+0113\r\n")
                        .append("RRULE:FREQ=YEARLY\r\nRDATE:")
                        .append("20010101T000000,".repeat(120))
                        .append("\r\nEND:STANDARD\r\n");
            }
            text.append("END:VTIMEZONE\r\n");
        }
        for (int i = 0; i < 900 && text.length() < ItipReader.MAX_BYTES - 10_000; i++) {
            text.append("BEGIN:VEVENT\r\nDTSTART;TZID=Z")
                    .append(i % 60)
                    .append(":20260101T000000\r\nEXDATE;TZID=Z")
                    .append(i % 60)
                    .append(":")
                    .append("20260101T000000,".repeat(200))
                    .append("\r\nEND:VEVENT\r\n");
        }
        assertTimeout(Duration.ofSeconds(20), () -> {
            try {
                read(text.toString());
            } catch (UnreadableCalendar refused) {
                // too large for the bounds is fine as well
            }
        });
    }
}
