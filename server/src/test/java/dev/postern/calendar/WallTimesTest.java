package dev.postern.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WallTimesTest {
    private static final DateTimeFormatter FORMATTER =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSS", Locale.ROOT);
    private static final long FIRST = LocalDateTime.of(1500, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC);
    private static final long LAST = LocalDateTime.of(4600, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC);

    @Test
    void textIsThatOfAFormatterAndIsReadAgain() {
        var random = new Random(5);
        for (int i = 0; i < 10_000; i++) {
            LocalDateTime wall = LocalDateTime.ofEpochSecond(
                    random.nextLong(FIRST, LAST), random.nextInt(10_000_000) * 100, ZoneOffset.UTC);
            assertEquals(FORMATTER.format(wall), WallTimes.format(wall));
            assertEquals(wall, WallTimes.parse(WallTimes.format(wall)));
        }
    }

    @Test
    void otherFormsAreReadToo() {
        for (String text : List.of("2026-03-02T09:00", "2026-03-02T09:00:05", "2026-03-02T09:00:00.123456789")) {
            assertEquals(LocalDateTime.parse(text), WallTimes.parse(text));
        }
    }

    @Test
    void whatIsNoWallTimeIsRefused() {
        for (String text : List.of(
                "",
                "2026-03-02",
                "2026-02-30T09:00:00.0000000",
                "2026-03-02T24:00:00.0000000",
                "2026-03-02T09:60:00.0000000",
                "2026-03-02 09:00:00.0000000",
                "2026-03-02T09:00:00.000000Z",
                "2026-03-0\u0665T09:00:00.0000000")) {
            assertThrows(DateTimeException.class, () -> WallTimes.parse(text), text);
        }
    }
}
