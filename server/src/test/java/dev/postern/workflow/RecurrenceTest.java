package dev.postern.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.workflow.definition.RecurrenceReader;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.recurrence.TimeZones;
import dev.postern.workflow.recurrence.TriggerRecurrence;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When recurrences fire. */
class RecurrenceTest {
    private static TriggerRecurrence read(String text) {
        return RecurrenceReader.read(JsonValues.parse("{" + text.replace('`', '"') + "}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0000',
            value = {
                // recurrence | created | after | next
                "`frequency`:`minute`,`interval`:5|2026-01-01T00:01:00Z|2026-01-01T00:03:00Z|2026-01-01T00:06:00Z",
                "`frequency`:`Hour`,`interval`:2,`startTime`:`2026-01-01T00:30:00Z`"
                        + "|2026-03-01T00:00:00Z|2026-03-01T01:00:00Z|2026-03-01T02:30:00Z",
                "`frequency`:`Day`,`interval`:1,`startTime`:`2030-01-01T00:00:00Z`"
                        + "|2026-03-01T00:00:00Z|2026-03-01T01:00:00Z|2030-01-01T00:00:00Z",
                // the local time is kept across the change to summer time
                "`frequency`:`Day`,`interval`:1,`timeZone`:`W. Europe Standard Time`,`schedule`:{`hours`:[`8`],"
                        + "`minutes`:30}|2026-01-01T00:00:00Z|2026-03-28T12:00:00Z|2026-03-29T06:30:00Z",
                "`frequency`:`Day`,`interval`:1,`timeZone`:`W. Europe Standard Time`,`schedule`:{`hours`:[8],"
                        + "`minutes`:[30]}|2026-01-01T00:00:00Z|2026-03-28T00:00:00Z|2026-03-28T07:30:00Z",
                // a time in the gap moves forward by the gap
                "`frequency`:`Day`,`interval`:1,`timeZone`:`Europe/Berlin`,`schedule`:{`hours`:[2],`minutes`:[30]}"
                        + "|2026-01-01T00:00:00Z|2026-03-28T12:00:00Z|2026-03-29T01:30:00Z",
                // a time that occurs twice counts once, at the earlier instant
                "`frequency`:`Day`,`interval`:1,`timeZone`:`Europe/Berlin`,`schedule`:{`hours`:[2],`minutes`:[30]}"
                        + "|2026-01-01T00:00:00Z|2026-10-25T00:30:00Z|2026-10-26T01:30:00Z",
                "`frequency`:`Week`,`interval`:2,`schedule`:{`weekDays`:[`Monday`,`Friday`],`hours`:[9],`minutes`:[0]}"
                        + "|2026-11-23T10:00:00Z|2026-11-27T09:00:00Z|2026-12-07T09:00:00Z",
                "`frequency`:`Month`,`interval`:1,`schedule`:{`monthDays`:[-1],`hours`:[0],`minutes`:[0]}"
                        + "|2026-01-15T00:00:00Z|2026-02-01T00:00:00Z|2026-02-28T00:00:00Z",
                "`frequency`:`Month`,`interval`:1,`startTime`:`2026-01-31T10:00:00Z`"
                        + "|2026-01-01T00:00:00Z|2026-02-28T10:00:00Z|2026-03-31T10:00:00Z",
                "`frequency`:`Month`,`interval`:1,`schedule`:{`monthlyOccurrences`:[{`day`:`Tuesday`,"
                        + "`occurrence`:2}],`hours`:[6],`minutes`:[0]}"
                        + "|2026-11-01T00:00:00Z|2026-11-11T00:00:00Z|2026-12-08T06:00:00Z",
            })
    void theNextFireIsThis(String recurrence, Instant created, Instant after, Instant next) {
        assertEquals(next, read(recurrence).next(created, after).orElseThrow());
    }

    @Test
    void withoutScheduleAndStartTheFirstFireIsImmediate() {
        Instant now = Instant.parse("2026-11-23T10:00:05Z");
        assertEquals(now, read("`frequency`:`Day`,`interval`:1").first(now).orElseThrow());
        assertEquals(
                Instant.parse("2026-11-24T09:00:00Z"),
                read("`frequency`:`Day`,`interval`:1,`schedule`:{`hours`:[9],`minutes`:[0]}")
                        .first(now)
                        .orElseThrow());
        assertEquals(
                Instant.parse("2026-11-23T10:30:00Z"),
                read("`frequency`:`Hour`,`interval`:1,`startTime`:`2026-01-01T00:30:00Z`")
                        .first(now)
                        .orElseThrow());
    }

    @Test
    void nothingFiresAfterTheEnd() {
        TriggerRecurrence recurrence = read("`frequency`:`Day`,`interval`:1,`startTime`:`2026-01-01T00:00:00Z`,"
                + "`endTime`:`2026-01-03T00:00:00Z`");
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        assertEquals(
                Instant.parse("2026-01-03T00:00:00Z"),
                recurrence.next(start, Instant.parse("2026-01-02T00:00:00Z")).orElseThrow());
        assertTrue(recurrence.next(start, Instant.parse("2026-01-03T00:00:00Z")).isEmpty());
    }

    /** Stepping fire by fire and jumping to any time between must agree, and every fire is a scheduled time. */
    @Test
    void jumpingAndSteppingAgree() {
        Random random = new Random(20261123);
        String[] zones = {"W. Europe Standard Time", "UTC", "Lord Howe Standard Time", "Pacific Standard Time"};
        String[] shapes = {
            "`frequency`:`Day`,`interval`:%d,`schedule`:{`hours`:[1,2,23],`minutes`:[0,30]}",
            "`frequency`:`Week`,`interval`:%d,`schedule`:{`weekDays`:[`Sunday`,`Saturday`],`hours`:[2],`minutes`:[15]}",
            "`frequency`:`Month`,`interval`:%d,`schedule`:{`monthDays`:[1,31,-1],`hours`:[12],`minutes`:[0]}",
            "`frequency`:`Month`,`interval`:%d",
            "`frequency`:`Hour`,`interval`:%d",
        };
        for (int round = 0; round < 200; round++) {
            String zone = zones[random.nextInt(zones.length)];
            TriggerRecurrence recurrence = read(shapes[random.nextInt(shapes.length)].formatted(1 + random.nextInt(5))
                    + ",`timeZone`:`" + zone + "`");
            Instant created = Instant.ofEpochSecond(1_700_000_000L + random.nextInt(100_000_000));
            Instant at = created;
            for (int step = 0; step < 30; step++) {
                Instant next = recurrence.next(created, at).orElseThrow();
                assertTrue(next.isAfter(at));
                long gap = Duration.between(at, next).toMillis();
                Instant between = at.plusMillis((long) (random.nextDouble() * (gap - 1)));
                assertEquals(next, recurrence.next(created, between).orElseThrow());
                at = next;
            }
        }
    }

    @Test
    void windowsNamesAreFoundWithoutRegardToCase() {
        assertEquals(
                ZoneId.of("Europe/Berlin"),
                TimeZones.named("w. europe STANDARD time").orElseThrow());
        assertEquals(
                ZoneId.of("Asia/Kamchatka"),
                TimeZones.named("Kamchatka Standard Time").orElseThrow());
        assertTrue(TimeZones.named("Europe/Zurich").isPresent());
        assertTrue(TimeZones.named("Middle Earth Standard Time").isEmpty());
    }
}
