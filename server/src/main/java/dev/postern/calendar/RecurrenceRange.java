package dev.postern.calendar;

import dev.postern.calendar.InvalidRecurrence.Fault;
import java.time.LocalDate;

/** How long something recurs. Dates are those of the zone of the series. The constructors throw {@link InvalidRecurrence}. */
public sealed interface RecurrenceRange {
    /** The first date that the store accepts. */
    LocalDate FIRST = LocalDate.of(1601, 4, 1);

    /** The last date on which anything occurs. */
    LocalDate LAST = LocalDate.of(4500, 8, 31);

    int MAX_OCCURRENCES = 10_000;

    /** The pattern applies from this date on. It need not match the pattern. */
    LocalDate startDate();

    /** @param endDate inclusive */
    record EndDate(LocalDate startDate, LocalDate endDate) implements RecurrenceRange {
        public EndDate {
            check(startDate);
            if (endDate.isBefore(startDate)) {
                throw new InvalidRecurrence(Fault.END_BEFORE_START);
            }
            if (endDate.isAfter(LAST)) {
                throw new InvalidRecurrence(Fault.END_TOO_LATE);
            }
        }
    }

    record NoEnd(LocalDate startDate) implements RecurrenceRange {
        public NoEnd {
            check(startDate);
        }
    }

    /** @param numberOfOccurrences counted from the first one, including those that are deleted later */
    record Numbered(LocalDate startDate, int numberOfOccurrences) implements RecurrenceRange {
        public Numbered {
            check(startDate);
            if (numberOfOccurrences < 1 || numberOfOccurrences > MAX_OCCURRENCES) {
                throw new InvalidRecurrence(Fault.NUMBER, MAX_OCCURRENCES);
            }
        }
    }

    private static void check(LocalDate startDate) {
        if (startDate.isBefore(FIRST)) {
            throw new InvalidRecurrence(Fault.START_TOO_EARLY);
        }
        if (startDate.isAfter(LAST)) {
            throw new InvalidRecurrence(Fault.END_TOO_LATE);
        }
    }
}
