package dev.postern.delivery;

import dev.postern.mailbox.Content;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.NewAttachment;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A message to be sent.
 *
 * @param id the key under which it is accepted once, however often it is handed in; time-ordered
 * @param save whether a copy stays in Sent Items
 */
public record Submission(UUID id, SendingMailbox sender, What what, boolean save) {
    /** What is sent. */
    public sealed interface What {
        /**
         * A message that is in no mailbox yet, by its Graph names.
         *
         * @param original the MIME in which it came; null when it did not
         */
        record Message(
                ObjectNode message,
                List<NewAttachment> attachments,
                @Nullable Content original) implements What {
            public Message {
                attachments = List.copyOf(attachments);
            }

            Message(ObjectNode message, List<NewAttachment> attachments) {
                this(message, attachments, null);
            }
        }

        /**
         * A draft of the sender's mailbox, which becomes the copy in Sent Items.
         *
         * @param changeKey the one the caller knows; null when it does not matter
         */
        record Draft(ItemRef item, @Nullable String changeKey) implements What {}
    }
}
