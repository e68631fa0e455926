package dev.postern.itip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.calendar.ZoneName;
import dev.postern.calendar.ZoneNames;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The written rules of a zone are those of the zone. */
class ZoneWriterTest {
    private static ZoneDefinition written(ZoneName zone, int year) throws UnreadableCalendar {
        LineWriter out = new LineWriter();
        out.line("BEGIN", "VCALENDAR");
        new ZoneWriter(out).write(zone, year);
        out.line("END", "VCALENDAR");
        CalendarPart calendar =
                CalendarPart.calendars(ContentLines.of(out.bytes(), 10_000)).getFirst();
        return ZoneDefinition.read(calendar.parts("VTIMEZONE").findFirst().orElseThrow())
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(ints = {1975, 2005, 2026, 2060})
    void everyZoneIsWrittenWithItsRules(int year) throws UnreadableCalendar {
        List<ZoneName> zones = Stream.of(ZoneId.getAvailableZoneIds().toArray(String[]::new))
                .flatMap(id -> ZoneNames.find(id).stream())
                .toList();
        for (ZoneName zone : zones) {
            ZoneRules rules = zone.id().getRules();
            ZoneDefinition definition = written(zone, year);
            LocalDateTime end = LocalDateTime.of(year + 20, 1, 1, 0, 0);
            for (LocalDateTime at = LocalDateTime.of(year, 1, 1, 12, 0); at.isBefore(end); at = at.plusHours(67)) {
                // not within a gap, an overlap or the hours around them
                if (rules.getOffset(at.minusHours(25)).equals(rules.getOffset(at.plusHours(25)))
                        && rules.getValidOffsets(at).size() == 1) {
                    LocalDateTime time = at;
                    assertEquals(rules.getOffset(at), definition.offset(at), () -> zone.name() + " at " + time);
                }
            }
        }
    }

    @Test
    void aZoneIsGuessedFromItsRules() throws UnreadableCalendar {
        for (String name : List.of("W. Europe Standard Time", "Eastern Standard Time", "Tasmania Standard Time")) {
            ZoneName zone = ZoneNames.find(name).orElseThrow();
            ZoneDefinition definition = written(zone, 2026);
            ZoneName guessed = ZoneGuess.like(
                            new ZoneDefinition("Our own name", "", definition.observances()),
                            LocalDateTime.of(2026, 6, 1, 9, 0))
                    .orElseThrow();
            assertEquals(
                    zone.id().getRules().getOffset(LocalDateTime.of(2026, 1, 1, 0, 0)),
                    guessed.id().getRules().getOffset(LocalDateTime.of(2026, 1, 1, 0, 0)));
        }
    }

    @Test
    void aLineEndInATextStartsNoLine() {
        LineWriter out = new LineWriter();
        out.property("X-A").parameter("CN", "a\r\nX-EVIL:1").value("b\r\nX-EVIL:2");
        out.property("X-B").text("c\r\nX-EVIL:3\rX-EVIL:4\u2028d\u0085e");
        String text = new String(out.bytes(), StandardCharsets.UTF_8);
        assertEquals(2, text.split("\r\n").length, text);
        assertEquals(0, text.lines().filter(line -> line.startsWith("X-EVIL")).count(), text);
    }
}
