package dev.postern.mailbox.event;

import dev.postern.calendar.Occurrence;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request to a room or an equipment.
 *
 * @param now when it arrived
 * @param organizer what the organizer may do
 * @param series whether it is a series
 * @param times of a series its occurrences up to the end of the booking window and at least the first one, in their order
 * @param lastDate the date of the last occurrence; null for a series without end
 * @param duringWorkHours whether all times are within the working hours
 */
public record BookingRequest(
        Instant now,
        Organizer organizer,
        boolean series,
        List<Occurrence> times,
        @Nullable LocalDate lastDate,
        boolean duringWorkHours) {
    /**
     * What the lists and defaults of the room say about an organizer.
     *
     * @param booksInPolicy requests that fulfil all rules are accepted
     * @param requestsInPolicy they wait for approval
     * @param requestsOutOfPolicy those that do not fulfil all rules wait for approval
     */
    public record Organizer(boolean booksInPolicy, boolean requestsInPolicy, boolean requestsOutOfPolicy) {}

    public BookingRequest {
        times = List.copyOf(times);
        if (times.isEmpty()) {
            throw new IllegalArgumentException("A request has at least one time");
        }
    }
}
