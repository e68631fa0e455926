package dev.postern.calendar;

import dev.postern.calendar.InvalidRecurrence.Fault;
import java.time.LocalDate;
import java.util.Optional;

/**
 * The dates on which something recurs. All methods take constant time, wherever the date is. The constructor throws
 * {@link InvalidRecurrence} if there is no date, or a numbered range ends later than {@link RecurrenceRange#LAST}.
 */
public final class Recurrence {
    private final RecurrencePattern pattern;
    private final RecurrenceRange range;
    private final PatternDates dates;
    private final long lastNumber;

    public Recurrence(RecurrencePattern pattern, RecurrenceRange range) {
        this.pattern = pattern;
        this.range = range;
        this.dates = PatternDates.of(pattern, range.startDate());
        this.lastNumber = switch (range) {
            case RecurrenceRange.NoEnd _ -> lastUntil(RecurrenceRange.LAST);
            case RecurrenceRange.EndDate until -> lastUntil(until.endDate());
            case RecurrenceRange.Numbered numbered -> numbered.numberOfOccurrences() - 1;
        };
        if (lastNumber < 0) {
            throw new InvalidRecurrence(Fault.NO_OCCURRENCE);
        }
        if (dates.date(lastNumber).isAfter(RecurrenceRange.LAST)) {
            throw new InvalidRecurrence(Fault.END_TOO_LATE);
        }
    }

    private long lastUntil(LocalDate end) {
        return dates.numberOnOrAfter(end.plusDays(1)) - 1;
    }

    public RecurrencePattern pattern() {
        return pattern;
    }

    public RecurrenceRange range() {
        return range;
    }

    /** The effective start: the first date, which intervals and numbers count from. */
    public LocalDate first() {
        return dates.date(0);
    }

    /** Empty if the range has no end. */
    public Optional<LocalDate> last() {
        return range instanceof RecurrenceRange.NoEnd ? Optional.empty() : Optional.of(finalDate());
    }

    /** The last date, also if it is only the last one that the calendar has. */
    LocalDate finalDate() {
        return dates.date(lastNumber);
    }

    public boolean contains(LocalDate date) {
        return onOrAfter(date).filter(date::equals).isPresent();
    }

    public Optional<LocalDate> onOrAfter(LocalDate date) {
        return number(dates.numberOnOrAfter(date));
    }

    public Optional<LocalDate> before(LocalDate date) {
        return number(Math.min(dates.numberOnOrAfter(date) - 1, lastNumber));
    }

    public Optional<LocalDate> after(LocalDate date) {
        return onOrAfter(date.plusDays(1));
    }

    private Optional<LocalDate> number(long number) {
        return number < 0 || number > lastNumber ? Optional.empty() : Optional.of(dates.date(number));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Recurrence recurrence
                && pattern.equals(recurrence.pattern)
                && range.equals(recurrence.range);
    }

    @Override
    public int hashCode() {
        return 31 * pattern.hashCode() + range.hashCode();
    }

    @Override
    public String toString() {
        return pattern + " " + range;
    }
}
