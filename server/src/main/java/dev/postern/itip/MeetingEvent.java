package dev.postern.itip;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event of a meeting message.
 *
 * @param uid empty if the sender wrote none
 *
 * @param recurrenceId the original start of the occurrence that is meant; null for a single event and for a series
 *
 * @param stamp when the message was written; null if the sender wrote none
 *
 * @param times null if the message has none, as replies, or impossible ones. In a counter proposal, the proposed times
 */
public record MeetingEvent(
        String uid,
        @Nullable MeetingTime recurrenceId,
        int sequence,
        @Nullable Instant stamp,
        @Nullable MeetingPerson organizer,
        List<MeetingAttendee> attendees,
        @Nullable MeetingTimes times,
        MeetingContent content,
        MeetingMarks marks) {
    public MeetingEvent {
        attendees = List.copyOf(attendees);
    }
}
