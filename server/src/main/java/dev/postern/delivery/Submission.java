package dev.postern.delivery;

import dev.postern.mailbox.Content;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.NewAttachment;
import dev.postern.trace.TracedMessage;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A message to be sent.
 *
 * @param id a time-ordered key; repeated submissions with the same key are accepted once
 * @param save whether a copy is saved in Sent Items
 * @param deferral null to send it now
 * @param automatic whether the envelope has the null sender, so that nothing is sent about it
 * @param notBefore when its delivery may begin; null for now. It is accepted, and in the queue, until then
 * @param origin the request that submitted it; null if a mailbox sends it by itself
 * @param repetition how a repetition of it is recognised besides by its id; null if by its id only
 */
public record Submission(
        UUID id,
        SendingMailbox sender,
        What what,
        boolean save,
        @Nullable Deferral deferral,
        boolean automatic,
        @Nullable Instant notBefore,
        TracedMessage.@Nullable Origin origin,
        @Nullable Repetition repetition) {
    Submission(
            UUID id, SendingMailbox sender, What what, boolean save, @Nullable Deferral deferral, boolean automatic) {
        this(id, sender, what, save, deferral, automatic, null, null, null);
    }

    Submission(UUID id, SendingMailbox sender, What what, boolean save) {
        this(id, sender, what, save, null, false);
    }

    /**
     * Under which ids the same message may have been accepted a short time ago.
     *
     * @param since earlier ones are no repetitions
     * @param close whether another request with one of these ids may be in progress now
     */
    public record Repetition(List<UUID> ids, Instant since, boolean close) {
        public Repetition {
            ids = List.copyOf(ids);
        }
    }

    /**
     * Sending at a later time. Until then the message is a draft.
     *
     * @param holder the caller, in the form from which its rights are decided again at that time
     * @param requestId the request, for the audit
     */
    public record Deferral(Instant due, String holder, UUID requestId) {}

    /** The message of a submission. */
    public sealed interface What {
        /**
         * A new message, with its properties by their Graph names.
         *
         * @param original the MIME that it was submitted as, or null
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
         * @param changeKey the version that the caller expects; null for any
         */
        record Draft(ItemRef item, @Nullable String changeKey) implements What {}

        /** A draft whose time has come, in the version that was checked. It is sent only if it was not cancelled. */
        record Due(DeferredMessage message, String changeKey) implements What {}
    }
}
