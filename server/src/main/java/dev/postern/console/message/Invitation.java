package dev.postern.console.message;

import dev.postern.itip.ItipReader;
import dev.postern.itip.MeetingEvent;
import dev.postern.itip.MeetingMessage;
import dev.postern.itip.MeetingTime;
import dev.postern.itip.MeetingTimes;
import dev.postern.itip.PatternedRecurrence;
import dev.postern.itip.UnreadableCalendar;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A meeting that a message is about. What is missing is empty.
 *
 * @param kind such as "Invitation"
 * @param recurrence in words
 * @param people the first ones
 * @param more how many others there are
 * @param source where it is from: the message itself, or the name of a file
 */
public record Invitation(
        String kind,
        String subject,
        String when,
        String recurrence,
        String where,
        String organizer,
        List<String> people,
        int more,
        String source) {
    private static final int MAX_TEXT = 200;
    private static final int MAX_PEOPLE = 20;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE uuuu-MM-dd HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE uuuu-MM-dd", Locale.ENGLISH);

    public Invitation {
        people = List.copyOf(people);
    }

    /** Of a message that Graph calls an event message. */
    static Invitation of(JsonNode message) {
        String zone = message.path("recurrence")
                .path("range")
                .path("recurrenceTimeZone")
                .asString("");
        JsonNode to = message.path("toRecipients");
        return new Invitation(
                kind(message.path("meetingMessageType").asString("")),
                line(message.path("subject").asString("")),
                when(
                        message.path("startDateTime"),
                        message.path("endDateTime"),
                        message.path("isAllDay").asBoolean(false),
                        zone),
                recurrence(message.path("recurrence")),
                line(message.path("location").path("displayName").asString("")),
                Person.of(message.path("from")).text(),
                to.valueStream()
                        .limit(MAX_PEOPLE)
                        .map(one -> Person.of(one).text())
                        .toList(),
                Math.max(0, to.size() - MAX_PEOPLE),
                "");
    }

    private static String kind(String type) {
        return switch (type) {
            case "meetingRequest" -> "Invitation";
            case "meetingCancelled" -> "Cancelled meeting";
            case "meetingAccepted" -> "Accepted meeting";
            case "meetingTenativelyAccepted" -> "Tentatively accepted meeting";
            case "meetingDeclined" -> "Declined meeting";
            default -> "Meeting";
        };
    }

    private static String when(JsonNode start, JsonNode end, boolean allDay, String zone) {
        try {
            LocalDateTime from = LocalDateTime.parse(start.path("dateTime").asString(""));
            LocalDateTime to = LocalDateTime.parse(end.path("dateTime").asString(""));
            if (allDay || zone.isEmpty()) {
                return span(from, to, allDay, start.path("timeZone").asString("UTC"));
            }
            ZoneId local = ZoneId.of(zone);
            return span(
                    from.atZone(ZoneOffset.UTC).withZoneSameInstant(local).toLocalDateTime(),
                    to.atZone(ZoneOffset.UTC).withZoneSameInstant(local).toLocalDateTime(),
                    false,
                    zone);
        } catch (DateTimeException e) {
            return line(start.path("dateTime").asString("")) + " "
                    + line(start.path("timeZone").asString(""));
        }
    }

    private static String span(LocalDateTime from, LocalDateTime to, boolean allDay, String zone) {
        if (allDay) {
            // the end of an all-day event is the day after it
            var last = to.toLocalDate().minusDays(1);
            return last.isAfter(from.toLocalDate())
                    ? DATE.format(from) + " to " + DATE.format(last) + ", all day"
                    : DATE.format(from) + ", all day";
        }
        String end =
                from.toLocalDate().equals(to.toLocalDate()) ? to.toLocalTime().toString() : TIME.format(to);
        return TIME.format(from) + " to " + end + " (" + line(zone) + ")";
    }

    private static String recurrence(JsonNode recurrence) {
        if (!recurrence.isObject()) {
            return "";
        }
        try {
            return RecurrenceWords.of(PatternedRecurrence.read(recurrence));
        } catch (IllegalArgumentException e) {
            return "repeated";
        }
    }

    /** Of a calendar that a message contains as a file. */
    static Optional<Invitation> of(byte[] calendar, String file) {
        try {
            List<MeetingMessage> messages = ItipReader.read(calendar);
            return Optional.of(of(messages.getFirst(), ShownText.line(file, MAX_TEXT)));
        } catch (UnreadableCalendar e) {
            return Optional.empty();
        }
    }

    private static Invitation of(MeetingMessage message, String file) {
        MeetingEvent event = message.event();
        List<String> people = event.attendees().stream()
                .map(one -> new Person(one.person().name(), one.person().address()).text())
                .toList();
        var organizer = event.organizer();
        return new Invitation(
                switch (message.method()) {
                    case REQUEST, ADD -> "Invitation";
                    case CANCEL -> "Cancelled meeting";
                    case REPLY -> "Reply to a meeting";
                    case COUNTER -> "Proposal of another time";
                    default -> "Calendar file";
                },
                line(event.content().subject()),
                event.times() == null ? "" : when(event.times()),
                event.times() == null ? "" : recurrence(event.times()),
                line(String.join(", ", event.content().locations())),
                organizer == null ? "" : new Person(organizer.name(), organizer.address()).text(),
                people.stream().limit(MAX_PEOPLE).toList(),
                Math.max(0, people.size() - MAX_PEOPLE),
                file);
    }

    private static String when(MeetingTimes times) {
        MeetingTime start = times.start();
        String zone =
                start.zone() == null ? "the reader's time" : start.zone().id().getId();
        return span(start.wall(), times.end().wall(), times.isAllDay(), zone);
    }

    private static String recurrence(MeetingTimes times) {
        var recurrence = times.recurrence();
        return recurrence == null ? line(times.rule()) : RecurrenceWords.of(recurrence);
    }

    private static String line(String text) {
        return ShownText.line(text, MAX_TEXT);
    }
}
