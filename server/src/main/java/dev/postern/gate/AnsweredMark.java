package dev.postern.gate;

import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Marks the message that was answered. The answer is accepted already, so a failure is only logged: the caller would send it again. */
final class AnsweredMark {
    private static final Logger LOG = LoggerFactory.getLogger(AnsweredMark.class);

    private AnsweredMark() {}

    /**
     * @param verb the extended properties that say how and when
     * @param read whether it is marked as read too
     */
    static void set(Mailbox mailbox, ItemRef original, ArrayNode verb, boolean read) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        if (read) {
            patch.put("isRead", true);
        }
        patch.set("singleValueExtendedProperties", verb);
        try {
            mailbox.items().update(original, null, patch);
        } catch (MailboxFailure.ItemNotFound _) {
            // it was deleted after the answer was begun
        } catch (MailboxFailure | StoreException e) {
            LOG.warn("The message {} was answered and could not be marked: {}", original.id(), e.getMessage());
        }
    }
}
