package dev.postern.mailbox.event;

/** What a meeting message tells its recipients. */
public enum MeetingStep {
    /** The organizer invites, or tells what has changed. */
    REQUEST,
    /** The organizer cancels the meeting, or removes the recipients from it. */
    CANCEL,
    /** An attendee responds, possibly with a proposal of another time. */
    REPLY,
    /** An attendee has forwarded the invitation; the new attendees are those of the notice. */
    FORWARDED
}
