package dev.postern.calendar;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.calendar.Movement.Place;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MovementTest {
    private static final LocalDate MONDAY = LocalDate.of(2026, 3, 2);
    private static final Recurrence WEEKLY = new Recurrence(
            new RecurrencePattern.Weekly(1, Set.of(DayOfWeek.MONDAY), DayOfWeek.SUNDAY),
            new RecurrenceRange.Numbered(MONDAY, 3));
    private static final Recurrence DAILY =
            new Recurrence(new RecurrencePattern.Daily(1), new RecurrenceRange.NoEnd(MONDAY));

    private static Place place(String start, String end) {
        return new Place(LocalDateTime.parse(start), LocalDateTime.parse(end));
    }

    private static Place hour(LocalDate day, int hour) {
        return new Place(day.atTime(hour, 0), day.atTime(hour, 0).plusHours(1));
    }

    private static boolean moves(Recurrence recurrence, LocalDate original, Place wanted) {
        return moves(recurrence, original, wanted, Map.of());
    }

    private static boolean moves(Recurrence recurrence, LocalDate original, Place wanted, Map<LocalDate, Place> moved) {
        return Movement.isAllowed(recurrence, original, hour(original, 9), wanted, new TreeMap<>(moved));
    }

    @Test
    void anOccurrenceMovesBetweenTheDaysOfItsNeighbors() {
        LocalDate second = MONDAY.plusDays(7);
        assertTrue(moves(WEEKLY, second, hour(second.minusDays(6), 0)));
        assertTrue(moves(WEEKLY, second, place("2026-03-15T22:00", "2026-03-16T00:00")));
        assertFalse(moves(WEEKLY, second, hour(MONDAY, 22)));
        assertFalse(moves(WEEKLY, second, hour(MONDAY.minusDays(1), 9)));
        assertFalse(moves(WEEKLY, second, hour(second.plusDays(7), 0)));
        assertFalse(moves(WEEKLY, second, hour(second.plusDays(8), 9)));
        assertFalse(moves(WEEKLY, second, place("2026-03-15T22:00", "2026-03-16T00:01")));
    }

    @Test
    void theFirstAndTheLastHaveOneNeighbor() {
        assertTrue(moves(WEEKLY, MONDAY, hour(MONDAY.minusDays(300), 9)));
        assertFalse(moves(WEEKLY, MONDAY, hour(MONDAY.plusDays(7), 9)));
        assertTrue(moves(WEEKLY, MONDAY.plusDays(14), hour(MONDAY.plusDays(300), 9)));
        assertFalse(moves(WEEKLY, MONDAY.plusDays(14), hour(MONDAY.plusDays(7), 9)));
    }

    @Test
    void aDailyOccurrenceMovesWithinItsDay() {
        assertTrue(moves(DAILY, MONDAY.plusDays(1), hour(MONDAY.plusDays(1), 23)));
        assertFalse(moves(DAILY, MONDAY.plusDays(1), hour(MONDAY.plusDays(2), 0)));
        assertFalse(moves(DAILY, MONDAY.plusDays(1), place("2026-03-03T23:30", "2026-03-04T00:30")));
    }

    @Test
    void aMovedNeighborBlocksBothDays() {
        LocalDate second = MONDAY.plusDays(7);
        var moved = Map.of(MONDAY, hour(MONDAY.plusDays(3), 9));
        assertFalse(moves(WEEKLY, second, hour(MONDAY, 22), moved));
        assertFalse(moves(WEEKLY, second, hour(MONDAY.plusDays(2), 9), moved));
        assertFalse(moves(WEEKLY, second, hour(MONDAY.plusDays(3), 22), moved));
        assertTrue(moves(WEEKLY, second, hour(MONDAY.plusDays(4), 9), moved));
        var later = Map.of(second.plusDays(7), hour(second.plusDays(3), 9));
        assertFalse(moves(WEEKLY, second, hour(second.plusDays(3), 12), later));
        assertTrue(moves(WEEKLY, second, hour(second.plusDays(2), 12), later));
    }

    @Test
    void theInheritedTimesAreNoMove() {
        var night =
                new Place(MONDAY.plusDays(1).atTime(22, 0), MONDAY.plusDays(2).atTime(2, 0));
        assertTrue(Movement.isAllowed(DAILY, MONDAY.plusDays(1), night, night, new TreeMap<>()));
        var earlier = new Place(night.start().minusHours(1), night.end().minusHours(1));
        assertTrue(Movement.isAllowed(DAILY, MONDAY.plusDays(1), night, earlier, new TreeMap<>()));
        var longer = new Place(night.start(), night.end().plusHours(1));
        assertFalse(Movement.isAllowed(DAILY, MONDAY.plusDays(1), night, longer, new TreeMap<>()));
    }
}
