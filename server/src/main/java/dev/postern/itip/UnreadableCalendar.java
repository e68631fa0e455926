package dev.postern.itip;

/** The bytes are not a calendar, or exceed a bound. The message says why. */
public final class UnreadableCalendar extends Exception {
    private static final long serialVersionUID = 1;

    UnreadableCalendar(String reason) {
        super(reason);
    }
}
