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
 * Delivers in the transaction that accepts, where all mailboxes have one writer anyway: then it costs neither a row in the queue
 * nor a second commit, and nothing can go wrong between the two. Everything that is not plain goes through the queue: addresses
 * that are unknown or outside, many mailboxes, large contents.
 */
final class InlineDelivery {
    private final Mailboxes mailboxes;
    private final RecipientResolver recipients;

    InlineDelivery(Mailboxes mailboxes, RecipientResolver recipients) {
        this.mailboxes = mailboxes;
        this.recipients = recipients;
    }

    /** Where a message goes, and what will lie there. */
    record Plan(PreparedMessage copy, List<MailboxId> mailboxes) {}

    /** Makes everything ready before the transaction; null when the queue has to do it. */
    @Nullable
    Plan plan(Job job, Instant now) {
        if (!job.parcel().hashes().isEmpty()) {
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

    /** Delivers; false when a mailbox is full or has gone meanwhile, which the queue then reports. */
    boolean deliver(Sql sql, Plan plan) {
        Deliveries.Outcome outcome = mailboxes.deliveries().deliver(sql, plan.copy(), plan.mailboxes());
        return outcome.complete();
    }
}
