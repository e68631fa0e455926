package dev.postern.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The 338 expansions of {@code recurrence.jsonl}. */
class RecurrenceCorpusTest {
    @TestFactory
    List<DynamicTest> everyCase() {
        return cases().stream()
                .map(one -> DynamicTest.dynamicTest(
                        one.path("id").stringValue() + " " + one.path("note").stringValue(), () -> check(one)))
                .toList();
    }

    @Test
    void theCorpusIsComplete() {
        assertEquals(338, cases().size());
    }

    private static void check(JsonNode one) {
        Series series = series(one);
        assertEquals(
                one.path("occurrences")
                        .valueStream()
                        .map(text -> Instant.parse(text.stringValue()))
                        .toList(),
                series.occurrences(window(one, "windowStart"), window(one, "windowEnd"))
                        .map(Occurrence::start)
                        .toList());
    }

    static Series series(JsonNode one) {
        return new Series(
                GraphRecurrences.read(one.path("recurrence")),
                wall(one.path("start")),
                wall(one.path("end")),
                zone(one.path("start")).id(),
                zone(one.path("end")).id(),
                one.path("isAllDay").booleanValue());
    }

    private static LocalDateTime wall(JsonNode time) {
        return LocalDateTime.parse(time.path("dateTime").stringValue());
    }

    private static ZoneName zone(JsonNode time) {
        return ZoneNames.find(time.path("timeZone").stringValue()).orElseThrow();
    }

    private static Instant window(JsonNode one, String name) {
        String text = one.path(name).stringValue();
        return text.matches(".*(Z|[+-]\\d\\d:\\d\\d)")
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    }

    static List<JsonNode> cases() {
        try (InputStream in =
                Objects.requireNonNull(RecurrenceCorpusTest.class.getResourceAsStream("recurrence.jsonl"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> JsonMapper.shared().readTree(line))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
