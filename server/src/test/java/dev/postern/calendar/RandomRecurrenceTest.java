package dev.postern.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random recurrences against an expansion day by day. */
class RandomRecurrenceTest {
    private static final int CASES = Integer.getInteger("recurrences", 100_000);

    @Test
    void datesAndOccurrencesAreThoseOfTheExpansionDayByDay() {
        var recurrences = new RandomRecurrences(20_261_127);
        int empty = 0;
        for (int i = 0; i < CASES; i++) {
            LocalDate start = recurrences.start();
            RecurrencePattern pattern = recurrences.pattern();
            RecurrenceRange range = recurrences.range(start);
            LocalDate horizon = start.plusDays(40 + recurrences.random().nextInt(i % 10 == 0 ? 3000 : 500));
            List<LocalDate> expected = new NaiveRecurrence(pattern, range).until(horizon);
            if (range instanceof RecurrenceRange.EndDate end && !end.endDate().isAfter(horizon) && expected.isEmpty()) {
                InvalidRecurrence refused = assertThrows(InvalidRecurrence.class, () -> new Recurrence(pattern, range));
                assertEquals(InvalidRecurrence.Fault.NO_OCCURRENCE, refused.fault());
                empty++;
                continue;
            }
            Recurrence recurrence;
            try {
                recurrence = new Recurrence(pattern, range);
            } catch (InvalidRecurrence e) {
                assertEquals(List.of(), expected, () -> pattern + " " + range);
                continue;
            }
            dates(recurrence, expected, horizon, recurrences.random());
            window(recurrence, expected, horizon, recurrences);
        }
        assertTrue(empty > 100, "too few without an occurrence: " + empty);
    }

    private static void dates(Recurrence recurrence, List<LocalDate> expected, LocalDate horizon, Random random) {
        var found = new ArrayList<LocalDate>();
        Optional<LocalDate> next = Optional.of(recurrence.first());
        while (next.isPresent() && !next.get().isAfter(horizon)) {
            found.add(next.get());
            next = recurrence.after(next.get());
        }
        assertEquals(expected, found, recurrence::toString);
        LocalDate any = recurrence.range().startDate().plusDays(random.nextInt(40));
        assertEquals(expected.contains(any), recurrence.contains(any), recurrence::toString);
        assertEquals(
                expected.stream().filter(date -> date.isBefore(any)).reduce((_, last) -> last),
                recurrence.before(any),
                recurrence::toString);
        recurrence
                .last()
                .filter(last -> !last.isAfter(horizon))
                .ifPresent(last -> assertEquals(expected.getLast(), last, recurrence::toString));
    }

    private static void window(
            Recurrence recurrence, List<LocalDate> expected, LocalDate horizon, RandomRecurrences recurrences) {
        Random random = recurrences.random();
        ZoneId zone = recurrences.zone();
        LocalDateTime start = recurrence.range().startDate().atTime(random.nextInt(24), random.nextInt(4) * 15);
        Duration length = Duration.ofMinutes(random.nextInt(5) == 0 ? random.nextInt(5000) : random.nextInt(4) * 20L);
        var series = new Series(recurrence, start, start.plus(length), zone, zone, false);
        Instant end = horizon.minusDays(4).atStartOfDay().toInstant(ZoneOffset.UTC);
        Instant from = end.minus(Duration.ofHours(random.nextInt(24 * 60)));
        Instant to = from.plus(Duration.ofHours(random.nextInt(24 * 40)));
        if (to.isAfter(end)) {
            to = end;
        }
        assertEquals(
                NaiveRecurrence.overlapping(expected, start, length, zone, from, to),
                series.occurrences(from, to).map(Occurrence::start).toList(),
                () -> recurrence + " " + start + " " + length + " " + zone);
    }
}
