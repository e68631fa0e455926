package dev.postern.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WeekRowsTest {
    private static final LocalDate START = LocalDate.of(2026, 3, 2);
    private static final ZoneId UTC = ZoneId.of("UTC");

    private static boolean finds(Set<WeekRow> rows, Instant from, Instant to) {
        return WeekWindow.of(from, to).stream()
                .anyMatch(window -> rows.stream()
                        .anyMatch(row -> row.level() == window.level()
                                && row.position() >= window.first()
                                && row.position() <= window.last()));
    }

    private static Series series(RecurrencePattern pattern, RecurrenceRange range) {
        return new Series(new Recurrence(pattern, range), START.atTime(9, 0), START.atTime(10, 0), UTC, UTC, false);
    }

    /** No occurrence is missed, whatever the series, its length, its zone and the window. */
    @Test
    void everyOccurrenceOfAWindowIsFound() {
        var recurrences = new RandomRecurrences(4711);
        Random random = recurrences.random();
        int found = 0;
        int superfluous = 0;
        for (int i = 0; i < 20_000; i++) {
            LocalDate start = recurrences.start();
            Recurrence recurrence;
            try {
                recurrence = new Recurrence(recurrences.pattern(), recurrences.range(start));
            } catch (InvalidRecurrence e) {
                continue;
            }
            Duration length = Duration.ofMinutes(random.nextInt(5) == 0 ? random.nextInt(90_000) : random.nextInt(120));
            LocalDateTime time = start.atTime(random.nextInt(24), random.nextInt(60));
            var series =
                    new Series(recurrence, time, time.plus(length), recurrences.zone(), recurrences.zone(), i % 7 == 0);
            Set<WeekRow> rows = WeekRows.of(series);
            assertTrue(rows.size() <= WeekRows.MAX_ROWS, () -> rows.size() + " rows for " + recurrence);
            for (int j = 0; j < 5; j++) {
                Instant from = start.atStartOfDay(UTC)
                        .toInstant()
                        .plus(Duration.ofMinutes(random.nextInt(60 * 24 * 365 * (j == 0 ? 60 : 4))))
                        .minus(Duration.ofDays(10));
                Instant to = from.plus(Duration.ofMinutes(1 + random.nextInt(60 * 24 * 30)));
                boolean overlaps = series.occurrences(from, to).findAny().isPresent();
                boolean listed = finds(rows, from, to);
                assertTrue(listed || !overlaps, () -> recurrence + " " + time + " " + from);
                found += overlaps ? 1 : 0;
                superfluous += listed && !overlaps ? 1 : 0;
            }
        }
        assertTrue(found > 10_000, "only " + found + " windows had an occurrence");
        assertTrue(
                superfluous < found / 2, superfluous + " windows had rows and no occurrence, " + found + " had both");
    }

    @Test
    void aSingleEventIsInTheRowsOfItsWeeks() {
        Instant start = Instant.parse("2026-03-04T09:00:00Z");
        assertEquals(1, WeekRows.of(start, start).size());
        assertEquals(
                1, WeekRows.of(start, Instant.parse("2026-03-09T00:00:00Z")).size());
        Set<WeekRow> rows = WeekRows.of(start, Instant.parse("2026-03-09T00:00:01Z"));
        assertTrue(finds(rows, Instant.parse("2026-03-09T00:00:00Z"), Instant.parse("2026-03-10T00:00:00Z")));
        assertFalse(finds(rows, Instant.parse("2026-03-16T00:00:00Z"), Instant.parse("2026-03-17T00:00:00Z")));
        assertFalse(finds(rows, Instant.parse("2026-02-16T00:00:00Z"), Instant.parse("2026-03-02T00:00:00Z")));
    }

    @Test
    void theFirstWeekStartsOnTheFifthOfJanuary1970() {
        assertEquals(Set.of(new WeekRow(18, 0)), WeekRows.of(Instant.parse("1970-01-05T00:00:00Z"), Instant.MAX));
        Instant before = Instant.parse("1970-01-04T23:59:59Z");
        assertEquals(Set.of(new WeekRow(0, -1)), WeekRows.of(before, before));
    }

    @Test
    void aSeriesWithoutGapsIsFewRows() {
        Set<WeekRow> daily = WeekRows.of(series(new RecurrencePattern.Daily(1), new RecurrenceRange.NoEnd(START)));
        assertTrue(daily.size() <= 2 * WeekNumbers.MAX_LEVEL, () -> daily.size() + " rows");
        Set<WeekRow> weekly = WeekRows.of(series(
                new RecurrencePattern.Weekly(1, Set.of(DayOfWeek.MONDAY), DayOfWeek.SUNDAY),
                new RecurrenceRange.Numbered(START, 520)));
        assertTrue(weekly.size() <= 2 * 10, () -> weekly.size() + " rows");
    }

    @Test
    void aMonthlySeriesOfTenYearsIsARowForEachMonth() {
        Set<WeekRow> rows = WeekRows.of(
                series(new RecurrencePattern.AbsoluteMonthly(1, 2), new RecurrenceRange.Numbered(START, 120)));
        assertEquals(120, rows.size());
        assertFalse(finds(rows, Instant.parse("2030-04-08T00:00:00Z"), Instant.parse("2030-04-15T00:00:00Z")));
        assertTrue(finds(rows, Instant.parse("2030-04-01T00:00:00Z"), Instant.parse("2030-04-08T00:00:00Z")));
    }

    @Test
    void aYearlySeriesWithoutEndIsExactForACentury() {
        Set<WeekRow> rows =
                WeekRows.of(series(new RecurrencePattern.AbsoluteYearly(1, 2, 3), new RecurrenceRange.NoEnd(START)));
        assertTrue(rows.size() <= WeekRows.MAX_ROWS);
        assertFalse(finds(rows, Instant.parse("2126-09-01T00:00:00Z"), Instant.parse("2126-09-08T00:00:00Z")));
        assertTrue(finds(rows, Instant.parse("4000-03-01T00:00:00Z"), Instant.parse("4000-03-08T00:00:00Z")));
        assertFalse(finds(rows, Instant.parse("2020-03-01T00:00:00Z"), Instant.parse("2020-03-08T00:00:00Z")));
    }

    @Test
    void aWindowHasOneIntervalForEachLevel() {
        List<WeekWindow> windows =
                WeekWindow.of(Instant.parse("2026-03-02T00:00:00Z"), Instant.parse("2026-03-09T00:00:00Z"));
        assertEquals(WeekNumbers.MAX_LEVEL + 1, windows.size());
        assertTrue(windows.stream().allMatch(window -> window.first() == window.last()));
    }
}
