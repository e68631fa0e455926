package dev.postern.mailbox.event;

import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.MailboxFailure.EventRefused;
import dev.postern.mailbox.MessageBounds;
import tools.jackson.databind.node.ObjectNode;

/** Limits for the properties of one event, apart from body and attachments. Stateless. */
final class EventBounds {
    /** Of meetings from elsewhere. Callers of Graph may give fewer. */
    private static final int MAX_ATTENDEES = 5_000;
    /** Names and addresses from elsewhere are stored as they came, up to this length together. */
    private static final int MAX_PEOPLE_LENGTH = 1 << 20;

    private EventBounds() {}

    /** @throws MailboxFailure if one is exceeded */
    static void check(ObjectNode properties) {
        MessageBounds.check(properties);
        int attendees = properties.path("attendees").size();
        if (attendees > MAX_ATTENDEES) {
            throw new EventRefused(
                    EventRefused.Fault.PROPERTY, "An event can have at most " + MAX_ATTENDEES + " attendees.");
        }
        if (properties.path("attendees").toString().length() > MAX_PEOPLE_LENGTH) {
            throw new EventRefused(EventRefused.Fault.PROPERTY, "The attendees of an event are too large.");
        }
    }
}
