package dev.postern.gate;

import java.util.List;

/** What a name in a request for schedules means to the caller. */
public sealed interface Schedule {
    /** There is no such recipient, or the caller may not know that there is one. The two are the same object. */
    Schedule UNRESOLVED = new Unresolved();

    record Unresolved() implements Schedule {}

    /** A recipient without a mailbox here. */
    record NoMailbox() implements Schedule {}

    /** A group with more members than are read. */
    record TooManyMembers(int allowed) implements Schedule {}

    /**
     * What can be read.
     *
     * @param calendars one; of a group those of its members that the caller has access to, at least one
     */
    record Found(List<FreeBusyReader> calendars) implements Schedule {
        public Found {
            calendars = List.copyOf(calendars);
        }
    }
}
