package dev.postern.mailbox.event;

import dev.postern.calendar.InvalidRecurrence;
import dev.postern.calendar.Recurrence;
import dev.postern.itip.PatternedRecurrence;
import dev.postern.mailbox.MailboxFailure.EventRefused;
import tools.jackson.databind.JsonNode;

/** Reads the recurrence of an event that is stored or will be. */
final class RecurrenceJson {
    private RecurrenceJson() {}

    /** @throws EventRefused if it is not a recurrence, or has no occurrence */
    static Recurrence read(JsonNode stored) {
        try {
            return PatternedRecurrence.read(stored);
        } catch (InvalidRecurrence e) {
            throw new EventRefused(EventRefused.Fault.PROPERTY, String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw new EventRefused(EventRefused.Fault.PROPERTY, "The recurrence is invalid.");
        }
    }
}
