package dev.postern.gate;

import dev.postern.audit.Audit;
import dev.postern.delivery.DeferredMessage;
import dev.postern.delivery.Submission;
import dev.postern.directory.User;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.Mailbox;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;

/** A deferred message, opened to be sent on behalf of the caller that submitted it. Only the gate creates one. */
public final class OpenDeferred implements AutoCloseable {
    private final User owner;
    private final DeferredMessage message;
    private final AuditedDatabase database;
    private final Mailbox mailbox;
    private final Submitter submitter;
    private final Audit audit;

    OpenDeferred(
            User owner,
            DeferredMessage message,
            AuditedDatabase database,
            Mailbox mailbox,
            Submitter submitter,
            Audit audit) {
        this.owner = owner;
        this.message = message;
        this.database = database;
        this.mailbox = mailbox;
        this.submitter = submitter;
        this.audit = audit;
    }

    User owner() {
        return owner;
    }

    /** Returns the draft with its document; null if it is no longer to be sent. */
    public @Nullable Item draft() {
        return mailbox.items().waiting(message.item());
    }

    /**
     * Sends the draft in the version that was read.
     *
     * @throws Refusal.SendAsDenied if the mailbox may no longer send with the author of the message
     * @throws dev.postern.delivery.DeliveryFailure.Cancelled if it is no longer to be sent
     * @throws dev.postern.mailbox.MailboxFailure.ChangeKeyMismatch if it has changed since
     */
    public void send(Item draft) {
        submitter
                .representing(
                        draft.message().summary().from(),
                        draft.message().summary().sender())
                .submit(new Submission.What.Due(message, draft.changeKey()), message.save(), null, Duration.ZERO);
    }

    /** Marks the message that the draft answered, as {@link MailSender#markAnswered}. */
    public void markAnswered(ItemRef original, ArrayNode verb) {
        AnsweredMark.set(mailbox, original, verb, false);
    }

    @Override
    public void close() {
        if (!database.isWritten()) {
            audit.later(database.entry());
        }
    }
}
