package dev.postern.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MomentsTest {
    @ParameterizedTest
    @CsvSource({
        "2026-02-02, 2026-02-02T00:00:00Z",
        "2026-02-02T10:00:00Z, 2026-02-02T10:00:00Z",
        "2026-02-02T10:00:00+01:00, 2026-02-02T09:00:00Z",
        "2026-02-02T10:00:00.0000000, 2026-02-02T10:00:00Z",
        "2026-02-02 10:00, 2026-02-02T10:00:00Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
    })
    void aPointInTimeIsReadWithAndWithoutOffset(String text, Instant expected) {
        assertEquals(Optional.of(expected), Moments.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "today", "2026-2-2", "2026-02-30", "2026-02-02T25:00:00Z", "20260202T100000Z"})
    void otherTextIsNotAPointInTime(String text) {
        assertTrue(Moments.parse(text).isEmpty());
    }

    @Test
    void theShortestFractionIsWritten() {
        assertEquals("2018-09-09T03:15:08Z", Moments.format(Instant.parse("2018-09-09T03:15:08Z")));
        assertEquals("2018-09-09T03:15:08.05Z", Moments.format(Instant.parse("2018-09-09T03:15:08.050Z")));
        assertEquals("2018-09-09T03:15:08.1234567Z", Moments.format(Instant.parse("2018-09-09T03:15:08.123456789Z")));
    }
}
