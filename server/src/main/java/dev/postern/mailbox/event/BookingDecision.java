package dev.postern.mailbox.event;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a room does with a request. */
public sealed interface BookingDecision {
    /** The body of the response to the organizer, as plain text. */
    String text();

    /**
     * The room is booked.
     *
     * @param declined the original dates of occurrences for which it is not, because it was booked before
     * @param until the last date of a series for which it is booked; null if that is all of it
     */
    record Accepted(List<LocalDate> declined, @Nullable LocalDate until, String text) implements BookingDecision {
        public Accepted {
            declined = List.copyOf(declined);
        }
    }

    /** The room is not booked. */
    record Declined(String text) implements BookingDecision {}

    /** The request stays in the calendar as tentative until a delegate answers it. */
    record Pending(String text) implements BookingDecision {}
}
