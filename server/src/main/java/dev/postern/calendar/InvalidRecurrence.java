package dev.postern.calendar;

import java.util.Locale;

/** A pattern or a range is outside its bounds, or there is no occurrence. */
public final class InvalidRecurrence extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final Fault fault;

    /** What is wrong, as far as a protocol tells it apart. */
    public enum Fault {
        INTERVAL("The interval must be from 1 to %d."),
        DAYS_OF_WEEK("The pattern needs at least one day of the week."),
        DAY_OF_MONTH("The day of the month must be from 1 to 31."),
        MONTH("The month must be from 1 to 12."),
        NUMBER("The number of occurrences must be from 1 to %d."),
        START_TOO_EARLY("The recurrence starts too early."),
        END_BEFORE_START("The end date is before the start date."),
        END_TOO_LATE("Recurrence end date can not exceed Sep 1, 4500 00:00:00."),
        NO_OCCURRENCE("Recurrence has no occurrences in the specified range.");

        private final String text;

        Fault(String text) {
            this.text = text;
        }
    }

    InvalidRecurrence(Fault fault, Object... values) {
        super(String.format(Locale.ROOT, fault.text, values));
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }
}
