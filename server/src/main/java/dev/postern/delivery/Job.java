package dev.postern.delivery;

import dev.postern.access.MailboxId;
import dev.postern.mailbox.PreparedMessage;
import dev.postern.mailbox.QueuedMessage;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of the queue that this node has claimed.
 *
 * @param leaseUntil the end of this node's claim
 * @param notBefore when its delivery may begin, if this node has just accepted it and must not deliver it yet; else null
 * @param copy the recipients' copy, if this node has prepared it when it accepted the message; else null
 */
record Job(
        MailboxId mailbox,
        UUID submission,
        Envelope envelope,
        QueuedMessage queued,
        Instant submitted,
        long attempts,
        Instant leaseUntil,
        @Nullable Instant notBefore,
        @Nullable PreparedMessage copy) {
    Job claimedUntil(Instant until) {
        return new Job(mailbox, submission, envelope, queued, submitted, attempts, until, notBefore, copy);
    }

    Job with(PreparedMessage other) {
        return new Job(mailbox, submission, envelope, queued, submitted, attempts, leaseUntil, notBefore, other);
    }
}
