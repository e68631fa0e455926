package dev.postern.subscription;

import dev.postern.access.MailboxId;
import java.time.Instant;
import java.util.UUID;

/**
 * What waits to be sent, claimed by this node.
 *
 * @param url where to
 * @param endpoint its host and port
 * @param attempts including the one that was claimed
 * @param leaseUntil when another node may claim it
 */
public record Notification(
        UUID id,
        MailboxId mailbox,
        String url,
        String endpoint,
        Content content,
        Instant created,
        long attempts,
        Instant leaseUntil) {

    boolean isOfLifecycle() {
        return content instanceof Content.OfLifecycle;
    }

    /** What it is about. */
    public sealed interface Content {
        /** A change of an item, for a subscription that exists. */
        record OfChange(Subscription subscription, NotifiedChange change) implements Content {}

        /** An event of a subscription, which may be gone. */
        record OfLifecycle(LifecycleNotice notice) implements Content {}
    }
}
