package dev.postern.delivery;

import dev.postern.access.MailboxId;
import dev.postern.mailbox.QueuedMessage;
import java.time.Instant;
import java.util.UUID;

/**
 * A row of the queue that this node has claimed.
 *
 * @param leaseUntil until when no other node takes it
 */
record Job(
        MailboxId mailbox,
        UUID submission,
        Envelope envelope,
        QueuedMessage parcel,
        Instant submitted,
        long attempts,
        Instant leaseUntil) {
    /** Bytes that it keeps in its sender's store while it is in the queue, about. */
    long size() {
        return parcel.size();
    }
}
