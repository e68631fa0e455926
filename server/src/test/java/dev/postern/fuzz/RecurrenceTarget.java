package dev.postern.fuzz;

import dev.postern.calendar.Recurrence;
import dev.postern.calendar.Series;
import dev.postern.calendar.WeekRows;
import dev.postern.http.Json;
import dev.postern.http.MalformedJson;
import dev.postern.itip.PatternedRecurrence;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Recurrences in JSON: refused, or read. Then every window is bounded, and the dates are consistent. */
public final class RecurrenceTarget {
    private static final ZoneId ZONE = ZoneId.of("America/St_Johns");

    private RecurrenceTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        JsonNode json;
        Recurrence recurrence;
        try {
            json = Json.parse(data);
            recurrence = PatternedRecurrence.read(json);
        } catch (MalformedJson | IllegalArgumentException refused) {
            return;
        }
        check(recurrence.equals(PatternedRecurrence.read(PatternedRecurrence.write(recurrence))), recurrence);
        LocalDate first = recurrence.first();
        check(!first.isBefore(recurrence.range().startDate()), recurrence);
        check(recurrence.before(first).isEmpty() && recurrence.contains(first), recurrence);
        LocalDate date = first;
        for (int i = 0; i < 50; i++) {
            Optional<LocalDate> next = recurrence.after(date);
            if (next.isEmpty()) {
                check(recurrence.last().map(date::equals).orElse(true), recurrence);
                break;
            }
            check(next.get().isAfter(date) && recurrence.before(next.get()).equals(Optional.of(date)), recurrence);
            date = next.get();
        }
        var series = new Series(recurrence, first.atTime(2, 30), first.atTime(3, 15), ZONE, ZONE, false);
        Instant from = date.atStartOfDay(ZONE).toInstant();
        check(series.occurrences(from, from.plusSeconds(1825L * 86_400)).count() <= 1_826, recurrence);
        check(WeekRows.of(series).size() <= 200, recurrence);
    }

    private static void check(boolean holds, Recurrence recurrence) {
        if (!holds) {
            throw new AssertionError(recurrence.toString());
        }
    }
}
