package dev.postern.mailbox.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.calendar.BusyStatus;
import dev.postern.calendar.BusyTime;
import dev.postern.calendar.Occurrence;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The decision of rooms, with the settings that differ from those of a new room. Requests arrive on 2 March 2026 at 08:00 UTC. */
class BookingTest {
    private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");
    private static final String ANY_BOOKS = "book";

    @ParameterizedTest(name = "{0} by {1} for {2}, booked {3}: {4}")
    @CsvSource(delimiter = '|', textBlock = """
        # settings               | organizer   | request                        | booked                                                      | decision
                                 | book        | 03-03 09:00 60                 |                                                             | accepted
        reserved                 | book        | 03-03 09:00 60                 |                                                             | declined: It cannot be booked.
        # conflicts
                                 | book        | 03-03 09:00 60                 | busy 03-03 09:30 60                                         | conflict
                                 | book        | 03-03 09:00 60                 | tentative 03-03 09:30 60                                    | conflict
                                 | book        | 03-03 09:00 60                 | oof 03-03 08:30 600                                         | conflict
                                 | book        | 03-03 09:00 60                 | free 03-03 09:00 60, workingElsewhere 03-03 09:00 60        | accepted
                                 | book        | 03-03 09:00 60                 | busy 03-03 08:00 60, busy 03-03 10:00 60                    | accepted
                                 | book        | 03-03 09:00 60                 | busy 03-03 08:00 300, busy 03-03 08:10 5                    | conflict
        allowConflicts           | book        | 03-03 09:00 60                 | busy 03-03 09:30 60                                         | accepted
        # who
                                 | requestIn   | 03-03 09:00 60                 |                                                             | pending
                                 | requestIn   | 03-03 09:00 60                 | busy 03-03 09:30 60                                         | conflict
                                 | nobody      | 03-03 09:00 60                 |                                                             | declined: You do not have the permission to book it.
                                 | requestOut  | 03-03 09:00 60                 |                                                             | declined: You do not have the permission to book it.
                                 | requestOut  | 03-03 09:00 1500               |                                                             | pending
                                 | requestOut  | 03-03 09:00 1500               | busy 03-03 10:00 60                                         | conflict
                                 | requestIn   | 03-03 09:00 1500               |                                                             | declined: It cannot be booked for more than 1440 minutes.
        # duration
                                 | book        | 03-03 09:00 1440               |                                                             | accepted
                                 | book        | 03-03 09:00 1441               |                                                             | declined: It cannot be booked for more than 1440 minutes.
        maximumDuration=0        | book        | 03-03 09:00 100000             |                                                             | accepted
        maximumDuration=30       | book        | 03-03 09:00 31                 |                                                             | declined: It cannot be booked for more than 30 minutes.
        # booking window
        window=2                 | book        | 03-04 23:00 120                |                                                             | accepted
        window=2                 | book        | 03-05 00:00 60                 |                                                             | declined: It cannot be booked more than 2 days in advance, and the meeting is after 2026-03-04.
        window=0                 | book        | 03-02 09:00 60                 |                                                             | accepted
        window=0                 | book        | 03-03 09:00 60                 |                                                             | declined: It cannot be booked more than 0 days in advance, and the meeting is after 2026-03-02.
        window=2                 | requestOut  | 03-05 00:00 60                 | busy 03-05 00:30 60                                         | conflict
        window=2 zone=Asia/Tokyo | book        | 03-04 15:00 60                 |                                                             | declined: It cannot be booked more than 2 days in advance, and the meeting is after 2026-03-04.
        # working hours
        workHours                | book        | 03-03 09:00 60                 |                                                             | accepted
        workHours                | book        | 03-03 05:00 60 outside         |                                                             | declined: It can only be booked during its working hours.
                                 | book        | 03-03 05:00 60 outside         |                                                             | accepted
        # series
                                 | book        | 03-03 09:00 60 daily 5         |                                                             | accepted
        noRecurring              | book        | 03-03 09:00 60 daily 5         |                                                             | declined: It does not accept recurring meetings.
        noRecurring              | requestOut  | 03-03 09:00 60 daily 5         |                                                             | pending
        window=3                 | book        | 03-03 09:00 60 daily 3         |                                                             | accepted
        window=3                 | book        | 03-03 09:00 60 daily 4         |                                                             | declined: It cannot be booked more than 3 days in advance, and the meeting continues after 2026-03-05.
                                 | book        | 03-03 09:00 60 daily 9 endless |                                                             | declined: It cannot be booked more than 180 days in advance, and the meeting continues after 2026-08-29.
        window=3 noHorizon       | book        | 03-03 09:00 60 daily 9 endless |                                                             | accepted until 2026-03-05
        window=3 noHorizon       | book        | 03-03 09:00 60 daily 4         |                                                             | accepted until 2026-03-05
        window=3 noHorizon       | book        | 03-06 09:00 60 daily 4         |                                                             | declined: It cannot be booked more than 3 days in advance, and the meeting is after 2026-03-05.
                                 | book        | 03-03 09:00 60 daily 5         | busy 03-04 09:00 60                                         | conflict
        percentage=20            | book        | 03-03 09:00 60 daily 5         | busy 03-04 09:00 60                                         | conflict
        instances=1              | book        | 03-03 09:00 60 daily 5         | busy 03-04 09:00 60                                         | conflict
        percentage=20 instances=1| book        | 03-03 09:00 60 daily 5         | busy 03-04 09:00 60                                         | accepted without 03-04
        percentage=20 instances=9| book        | 03-03 09:00 60 daily 5         | busy 03-04 09:00 60, busy 03-06 09:30 60                    | conflict
        percentage=90 instances=1| book        | 03-03 09:00 60 daily 5         | busy 03-04 09:00 60, busy 03-06 09:30 60                    | conflict
        percentage=90 instances=9| book        | 03-03 09:00 60 daily 5         | busy 03-04 09:00 60, busy 03-06 09:30 60                    | accepted without 03-04 03-06
        percentage=99 instances=9| book        | 03-03 09:00 60 daily 2         | busy 03-01 09:00 9000                                       | conflict
        percentage=90 instances=9| book        | 03-03 09:00 60                 | busy 03-03 09:00 60                                         | conflict
        percentage=90 instances=9 allowConflicts | book | 03-03 09:00 60 daily 5 | busy 03-04 09:00 60                                         | accepted
        """)
    void aRequest(String settings, String organizer, String request, String booked, String decision) {
        BookingRules rules = rules(settings == null ? "" : settings, "");
        var reservations = booked == null
                ? List.<Reservation>of()
                : Stream.of(booked.split(", ")).map(BookingTest::reservation).toList();

        assertEquals(decision, shown(Booking.decide(rules, request(organizer, request), reservations)));
    }

    private static String shown(BookingDecision decision) {
        return switch (decision) {
            case BookingDecision.Accepted accepted ->
                "accepted"
                        + (accepted.declined().isEmpty() ? "" : " without")
                        + String.join(
                                "",
                                accepted.declined().stream()
                                        .map(date -> " " + date.toString().substring(5))
                                        .toList())
                        + (accepted.until() == null ? "" : " until " + accepted.until());
            case BookingDecision.Declined declined ->
                declined.text().contains("conflicts")
                        ? "conflict"
                        : declined.text().replace("Your request was declined. ", "declined: ");
            case BookingDecision.Pending _ -> "pending";
        };
    }

    @Test
    void aConflictIsShownInTheZoneOfTheRoomWithItsOrganizer() {
        BookingRequest request = request(ANY_BOOKS, "03-03 09:00 60");
        List<Reservation> reservations = List.of(reservation("busy 03-03 09:30 60"));

        assertEquals(
                """
                Your request was declined because there are conflicts.
                - 2026-03-03 10:00 to 2026-03-03 11:00 (Europe/Berlin), Ada\
                """,
                Booking.decide(rules("zone=Europe/Berlin", ""), request, reservations)
                        .text());
        assertEquals(
                """
                Your request was declined because there are conflicts.
                - 2026-03-03 10:00 to 2026-03-03 11:00 (Europe/Berlin)\
                """,
                Booking.decide(rules("zone=Europe/Berlin anonymous", ""), request, reservations)
                        .text());
    }

    @Test
    void detailsAreOmittedAndAnAdditionalResponseIsAdded() {
        List<Reservation> reservations = List.of(reservation("busy 03-03 09:30 60"));

        assertEquals(
                "Your request was declined.\n\nCall 1234.",
                Booking.decide(rules("brief", "Call 1234."), request(ANY_BOOKS, "03-03 09:00 60"), reservations)
                        .text());
        assertEquals(
                "Your request was declined.",
                Booking.decide(rules("brief", ""), request(ANY_BOOKS, "03-03 09:00 1500"), List.of())
                        .text());
        assertEquals(
                "Your request was received and is waiting for approval.",
                Booking.decide(rules("brief", ""), request("requestOut", "03-03 09:00 1500"), List.of())
                        .text());
        assertEquals(
                "Your request was accepted.\n\nCall 1234.",
                Booking.decide(rules("", "Call 1234."), request(ANY_BOOKS, "03-03 09:00 60"), List.of())
                        .text());
    }

    @Test
    void aPartlyAcceptedSeriesNamesWhatIsMissing() {
        assertEquals(
                """
                Your request was accepted for 3 occurrences until 2026-03-06. It was declined for others because there are conflicts.
                - 2026-03-04 09:00 to 2026-03-04 10:00 (UTC), Ada\
                """,
                Booking.decide(
                                rules("window=4 noHorizon percentage=50 instances=1", ""),
                                request(ANY_BOOKS, "03-03 09:00 60 daily 9"),
                                List.of(reservation("busy 03-04 09:00 60")))
                        .text());
    }

    @Test
    void theListOfConflictsIsBounded() {
        List<Reservation> reservations = IntStream.range(3, 31)
                .mapToObj(day -> reservation("busy 03-%02d 09:00 60".formatted(day)))
                .toList();

        String text = Booking.decide(rules("", ""), request(ANY_BOOKS, "03-03 09:00 60 daily 28"), reservations)
                .text();

        assertEquals(12, text.lines().count());
        assertEquals("- and 18 more", text.lines().toList().getLast());
    }

    private static BookingRules rules(String settings, String additional) {
        List<String> words = List.of(settings.split(" "));
        return new BookingRules(
                !words.contains("reserved"),
                words.contains("allowConflicts"),
                !words.contains("noRecurring"),
                !words.contains("noHorizon"),
                number(words, "window", 180),
                number(words, "maximumDuration", 1440),
                number(words, "percentage", 0),
                number(words, "instances", 0),
                words.contains("workHours"),
                !words.contains("brief"),
                !words.contains("anonymous"),
                additional,
                ZoneId.of(value(words, "zone", "UTC")));
    }

    private static int number(List<String> words, String name, int otherwise) {
        return Integer.parseInt(value(words, name, Integer.toString(otherwise)));
    }

    private static String value(List<String> words, String name, String otherwise) {
        return words.stream()
                .filter(word -> word.startsWith(name + "="))
                .map(word -> word.substring(name.length() + 1))
                .findFirst()
                .orElse(otherwise);
    }

    private static BookingRequest request(String organizer, String text) {
        List<String> words = List.of(text.split(" "));
        int daily = words.indexOf("daily");
        int count = daily < 0 ? 1 : Integer.parseInt(words.get(daily + 1));
        LocalDateTime start = start(words.get(0), words.get(1));
        var times = IntStream.range(0, count)
                .mapToObj(day -> start.plusDays(day))
                .map(one -> new Occurrence(one.toLocalDate(), instant(one), instant(one.plus(length(words.get(2))))))
                .toList();
        LocalDate last = times.getLast().originalDate();
        return new BookingRequest(
                NOW,
                new BookingRequest.Organizer(
                        organizer.equals(ANY_BOOKS), organizer.equals("requestIn"), organizer.equals("requestOut")),
                daily >= 0,
                times,
                words.contains("endless") ? null : last,
                !words.contains("outside"));
    }

    private static Reservation reservation(String text) {
        String[] words = text.split(" ");
        LocalDateTime start = start(words[1], words[2]);
        return new Reservation(
                new BusyTime(
                        instant(start),
                        instant(start.plus(length(words[3]))),
                        BusyStatus.named(words[0]).orElseThrow()),
                "Ada");
    }

    private static LocalDateTime start(String day, String time) {
        return LocalDateTime.parse("2026-" + day + "T" + time);
    }

    private static Duration length(String minutes) {
        return Duration.ofMinutes(Long.parseLong(minutes));
    }

    private static Instant instant(LocalDateTime time) {
        return time.toInstant(ZoneOffset.UTC);
    }
}
