package dev.postern.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeriesTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    private static final ZoneId LOS_ANGELES = ZoneId.of("America/Los_Angeles");
    private static final LocalDate START = LocalDate.of(2026, 3, 2);

    private static Series daily(RecurrenceRange range, LocalDateTime start, LocalDateTime end) {
        return new Series(new Recurrence(new RecurrencePattern.Daily(1), range), start, end, BERLIN, BERLIN, false);
    }

    private static List<String> starts(Series series, String from, String to) {
        return series.occurrences(Instant.parse(from), Instant.parse(to))
                .map(one -> one.start().toString())
                .toList();
    }

    @Test
    void aWindowIsHalfOpen() {
        Series series = daily(new RecurrenceRange.NoEnd(START), START.atTime(9, 0), START.atTime(10, 0));
        assertEquals(List.of(), starts(series, "2026-03-02T09:00:00Z", "2026-03-03T08:00:00Z"));
        assertEquals(
                List.of("2026-03-02T08:00:00Z", "2026-03-03T08:00:00Z"),
                starts(series, "2026-03-02T08:59:59Z", "2026-03-03T08:00:01Z"));
        assertEquals(List.of(), starts(series, "2026-03-04T08:30:00Z", "2026-03-02T08:30:00Z"));
    }

    @Test
    void anOccurrenceWithoutLengthIsAtItsStart() {
        Series series = daily(new RecurrenceRange.NoEnd(START), START.atTime(9, 0), START.atTime(9, 0));
        assertEquals(List.of("2026-03-02T08:00:00Z"), starts(series, "2026-03-02T08:00:00Z", "2026-03-03T08:00:00Z"));
    }

    @Test
    void theEndMayBeInAnotherZoneAndEarlierInWallTime() {
        var series = new Series(
                new Recurrence(new RecurrencePattern.Daily(1), new RecurrenceRange.NoEnd(START)),
                START.atTime(17, 0),
                START.atTime(10, 0),
                TOKYO,
                LOS_ANGELES,
                false);
        Occurrence first = series.first();
        assertEquals(Instant.parse("2026-03-02T08:00:00Z"), first.start());
        assertEquals(Instant.parse("2026-03-02T18:00:00Z"), first.end());
        // the clock in Los Angeles changes on 8 March
        Occurrence later = series.occurrence(LocalDate.of(2026, 3, 8)).orElseThrow();
        assertEquals(Duration.ofHours(9), Duration.between(later.start(), later.end()));
    }

    @Test
    void anOccurrenceInAGapKeepsItsLength() {
        LocalDate gap = LocalDate.of(2026, 3, 29);
        Series series = daily(new RecurrenceRange.NoEnd(START), START.atTime(2, 30), START.atTime(3, 0));
        Occurrence moved = series.occurrence(gap).orElseThrow();
        assertEquals(Instant.parse("2026-03-29T01:30:00Z"), moved.start());
        assertEquals(Duration.ofMinutes(30), Duration.between(moved.start(), moved.end()));
    }

    @Test
    void anAllDaySeriesFloats() {
        var series = new Series(
                new Recurrence(new RecurrencePattern.Daily(7), new RecurrenceRange.NoEnd(START)),
                START.atStartOfDay(),
                START.plusDays(2).atStartOfDay(),
                TOKYO,
                TOKYO,
                true);
        Occurrence second = series.occurrence(START.plusDays(7)).orElseThrow();
        assertEquals(Instant.parse("2026-03-09T00:00:00Z"), second.start());
        assertEquals(Instant.parse("2026-03-11T00:00:00Z"), second.end());
    }

    @Test
    void onlyDatesOfTheRecurrenceAreOccurrences() {
        Series series = daily(new RecurrenceRange.Numbered(START, 3), START.atTime(9, 0), START.atTime(10, 0));
        assertEquals(START, series.first().originalDate());
        assertTrue(series.occurrence(START.plusDays(2)).isPresent());
        assertEquals(Optional.empty(), series.occurrence(START.plusDays(3)));
        assertEquals(Optional.empty(), series.occurrence(START.minusDays(1)));
    }

    @Test
    void windowsOfAnyYearMayBeAskedFor() {
        Series series = daily(new RecurrenceRange.NoEnd(START), START.atTime(9, 0), START.atTime(10, 0));
        assertEquals(2, series.occurrences(Instant.MIN, Instant.MAX).limit(2).count());
        assertEquals(
                0, series.occurrences(Instant.MAX.minusSeconds(1), Instant.MAX).count());
        assertEquals(
                0, series.occurrences(Instant.MIN, Instant.MIN.plusSeconds(1)).count());
    }

    /** 20,000 windows take less than a second, so none can have expanded the 700,000 dates before it. */
    @Test
    void aFarWindowCostsNoMoreThanANearOne() {
        var patterns = List.of(
                new RecurrencePattern.Daily(1),
                new RecurrencePattern.Weekly(1, Set.of(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), DayOfWeek.SUNDAY),
                new RecurrencePattern.RelativeMonthly(1, Set.of(DayOfWeek.MONDAY), WeekIndex.LAST),
                new RecurrencePattern.AbsoluteYearly(1, 29, 2));
        var counted = new RecurrenceRange.Numbered(START, 10_000);
        for (int year : new int[] {2027, 2053, 2100, 4000}) {
            Instant from = Instant.parse(year + "-02-22T00:00:00Z");
            Instant to = from.plus(Duration.ofDays(14));
            for (RecurrencePattern pattern : patterns) {
                var range = year < 2054 ? counted : new RecurrenceRange.NoEnd(START);
                if (year < 2054 && !(pattern instanceof RecurrencePattern.Daily)) {
                    continue;
                }
                var series = new Series(
                        new Recurrence(pattern, range), START.atTime(9, 0), START.atTime(10, 0), BERLIN, BERLIN, false);
                assertFalse(series.occurrences(from, to).toList().isEmpty(), () -> pattern + " in " + year);
                assertTimeout(Duration.ofSeconds(10), () -> {
                    for (int i = 0; i < 20_000; i++) {
                        assertTrue(series.occurrences(from, to).findFirst().isPresent());
                    }
                });
            }
        }
    }

    @Test
    void aSeriesWithoutEndIsExpandedOneByOne() {
        Series series = daily(new RecurrenceRange.NoEnd(START), START.atTime(9, 0), START.atTime(10, 0));
        assertEquals(
                START.plusDays(2),
                series.occurrences(Instant.EPOCH, Instant.MAX)
                        .skip(2)
                        .findFirst()
                        .orElseThrow()
                        .originalDate());
    }
}
