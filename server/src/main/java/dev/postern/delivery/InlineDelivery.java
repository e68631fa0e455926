package dev.postern.delivery;

import dev.postern.access.MailboxId;
import dev.postern.directory.DirectoryFailure;
import dev.postern.mailbox.Deliveries;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.PreparedMessage;
import dev.postern.store.Sql;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Delivers in the transaction that accepts the message, if all mailboxes have one writer. This saves the row of the queue and a second
 * commit. All other mail goes through the queue: unknown or external addresses, many mailboxes, large contents.
 */
final class InlineDelivery {
    private final Mailboxes mailboxes;
    private final RecipientResolver recipients;

    InlineDelivery(Mailboxes mailboxes, RecipientResolver recipients) {
        this.mailboxes = mailboxes;
        this.recipients = recipients;
    }

    /** The recipients' mailboxes and the copy for them. */
    record Plan(PreparedMessage copy, List<MailboxId> mailboxes) {}

    /** Prepares the delivery before the transaction; returns null if the message must go through the queue. */
    @Nullable
    Plan plan(Job job, Instant now) {
        if (!job.queued().hashes().isEmpty()) {
            return null;
        }
        RecipientResolver.Resolution resolution;
        try {
            resolution =
                    recipients.resolve(job.envelope().tenant(), job.envelope().recipients());
        } catch (DirectoryFailure.NotCurrent e) {
            return null;
        }
        boolean plain = resolution.unknown().isEmpty()
                && resolution.outside().isEmpty()
                && !resolution.mailboxes().isEmpty()
                && resolution.mailboxes().size() <= Deliverer.BATCH;
        return plain
                ? new Plan(
                        Deliverer.copy(mailboxes, job, now),
                        List.copyOf(resolution.mailboxes().keySet()))
                : null;
    }

    /** Delivers; returns false if a mailbox is full or was removed. The message then goes through the queue, which reports it. */
    boolean deliver(Sql sql, Plan plan) {
        Deliveries.Outcome outcome = mailboxes.deliveries().deliver(sql, plan.copy(), plan.mailboxes());
        return outcome.complete();
    }
}
