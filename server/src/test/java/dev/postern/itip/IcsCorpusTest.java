package dev.postern.itip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.calendar.ZoneNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files of other programs are read as their index says. The corpus is beside the project. */
class IcsCorpusTest {
    private static final Path CORPUS =
            Path.of(System.getProperty("corpus", "../../shared/corpus")).resolve("ics");

    private static JsonNode index() {
        Path index = CORPUS.resolve("index.json");
        Assumptions.assumeTrue(Files.exists(index), "there is no corpus at " + CORPUS.toAbsolutePath());
        return JsonMapper.shared().readTree(index.toFile());
    }

    private static List<MeetingEvent> events(List<MeetingMessage> messages) {
        return messages.stream().flatMap(MeetingMessage::events).toList();
    }

    private static List<MeetingMessage> read(String file) {
        try {
            return ItipReader.read(Files.readAllBytes(CORPUS.resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (UnreadableCalendar e) {
            throw new AssertionError(file, e);
        }
    }

    @TestFactory
    Stream<DynamicTest> everyFile() {
        return index().valueStream()
                .map(one -> DynamicTest.dynamicTest(one.path("file").stringValue(), () -> check(one)));
    }

    private static void check(JsonNode one) {
        List<MeetingMessage> messages = read(one.path("file").stringValue());
        String method = one.path("method").stringValue("NONE");
        messages.forEach(message -> assertEquals(method, message.method().name()));
        List<MeetingEvent> events = events(messages);
        assertEquals(one.path("events").size(), events.size());
        for (int i = 0; i < events.size(); i++) {
            event(one.path("events").path(i), events.get(i));
        }
    }

    private static void event(JsonNode expected, MeetingEvent event) {
        for (var member : expected.properties()) {
            JsonNode value = member.getValue();
            switch (member.getKey()) {
                case "uid" -> assertEquals(value.stringValue(""), event.uid());
                case "summary" ->
                    assertEquals(value.stringValue(""), event.content().subject());
                case "sequence" -> assertEquals(value.intValue(), event.sequence());
                case "isAllDay" ->
                    assertEquals(value.booleanValue(), times(event).isAllDay());
                case "start" -> assertEquals(wall(value), times(event).start().wall());
                case "end" -> assertEquals(wall(value), times(event).end().wall());
                case "startUtc", "proposedStart" ->
                    assertEquals(instant(value), times(event).start().instant(ZoneOffset.UTC));
                case "endUtc", "proposedEnd" ->
                    assertEquals(instant(value), times(event).end().instant(ZoneOffset.UTC));
                case "zone" -> zone(value.stringValue(""), times(event));
                case "zoneFromVtimezone" ->
                    assertEquals(
                            ZoneOffset.UTC,
                            times(event)
                                    .startZone(ZoneId.of("Asia/Tokyo"))
                                    .getRules()
                                    .getOffset(Instant.EPOCH));
                case "recurrence" -> recurrence(value, times(event));
                case "exdates" -> excluded(value, times(event));
                case "reminderMinutesBeforeStart" ->
                    assertEquals(value.intValue(), event.marks().reminderMinutes());
                case "importance" ->
                    assertEquals(value.stringValue(), event.marks().importance().graphName());
                case "showAs" ->
                    assertEquals(value.stringValue(), event.marks().showAs().graphName());
                case "allowNewTimeProposals" ->
                    assertEquals(value.booleanValue(), !event.marks().isCounterDisallowed());
                case "organizer" ->
                    assertEquals(
                            value.stringValue(),
                            Objects.requireNonNull(event.organizer()).address());
                case "attendees" ->
                    assertEquals(value.intValue(), event.attendees().size());
                case "attendeeTypes" ->
                    value.properties()
                            .forEach(type -> assertEquals(
                                    type.getValue().stringValue(),
                                    attendee(event, type.getKey()).type()));
                case "attendee" ->
                    assertEquals(
                            value.stringValue(),
                            event.attendees().getFirst().person().address());
                case "response" ->
                    assertEquals(
                            value.stringValue().toUpperCase(Locale.ROOT),
                            event.attendees().getFirst().participation().name());
                case "replyTime" -> assertEquals(instant(value), event.stamp());
                case "comment" ->
                    assertEquals(value.stringValue(), event.content().comment());
                case "recurrenceId" ->
                    assertEquals(
                            instant(value),
                            Objects.requireNonNull(event.recurrenceId()).instant(ZoneOffset.UTC));
                case "status" -> assertTrue(event.marks().isCancelled());
                case "rdates" -> assertTrue(!times(event).additional().isEmpty());
                case "note" -> {}
                default -> throw new AssertionError("the test does not know " + member.getKey());
            }
        }
    }

    private static MeetingTimes times(MeetingEvent event) {
        return Objects.requireNonNull(event.times());
    }

    private static MeetingAttendee attendee(MeetingEvent event, String address) {
        return event.attendees().stream()
                .filter(one -> one.person().address().equals(address))
                .findFirst()
                .orElseThrow();
    }

    private static LocalDateTime wall(JsonNode value) {
        String text = value.stringValue();
        return text.length() == 10 ? LocalDate.parse(text).atStartOfDay() : LocalDateTime.parse(text);
    }

    private static Instant instant(JsonNode value) {
        return Instant.parse(value.stringValue());
    }

    /** A zone that is only defined by its rules may be found under the name of a neighbor: the clock is the same for two years. */
    private static void zone(String expected, MeetingTimes times) {
        if (expected.isEmpty()) {
            assertTrue(times.isAllDay()
                    || Objects.requireNonNull(times.start().zone())
                            .id()
                            .getRules()
                            .isFixedOffset());
            return;
        }
        ZoneId zone = ZoneNames.find(expected).orElseThrow().id();
        ZoneId found = Objects.requireNonNull(times.start().zone()).id();
        Instant start = times.start().instant(ZoneOffset.UTC);
        for (int day = -180; day < 360; day++) {
            Instant at = start.plusSeconds(day * 86_400L);
            assertEquals(zone.getRules().getOffset(at), found.getRules().getOffset(at), () -> found + " at " + at);
        }
    }

    private static void recurrence(JsonNode expected, MeetingTimes times) {
        if (expected.isString()) {
            assertEquals(null, times.recurrence());
            assertEquals(5, times.additional().size());
            return;
        }
        JsonNode found = PatternedRecurrence.write(Objects.requireNonNull(times.recurrence()));
        for (String part : List.of("pattern", "range")) {
            expected.path(part)
                    .properties()
                    .forEach(member ->
                            assertEquals(member.getValue(), found.path(part).path(member.getKey())));
        }
    }

    private static void excluded(JsonNode expected, MeetingTimes times) {
        var dates = new ArrayList<LocalDate>();
        expected.forEach(one -> dates.add(LocalDate.parse(one.stringValue().substring(0, 10))));
        assertEquals(dates.stream().sorted().toList(), times.deletedDates(ZoneOffset.UTC));
    }

    /** What was read is written, and read again as the same message. */
    @Test
    void everyFileIsWrittenAndReadAgain() throws UnreadableCalendar {
        for (JsonNode one : index()) {
            for (MeetingMessage message : read(one.path("file").stringValue())) {
                List<MeetingMessage> again = ItipReader.read(ItipWriter.write(message));
                assertEquals(List.of(message), again, one.path("file").stringValue());
            }
        }
    }
}
