package dev.postern.delivery;

import dev.postern.access.MailboxId;
import dev.postern.directory.DirectoryFailure;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.PreparedMessage;
import dev.postern.store.Sql;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Delivers in the transaction that accepts the message, if all mailboxes have one writer. This saves the row of the queue and a second
 * commit. All other mail goes through the queue: unknown or external addresses, many mailboxes, large contents.
 */
final class InlineDelivery {
    private final Mailboxes mailboxes;
    private final RecipientResolver recipients;
    private final LocalDelivery local;

    InlineDelivery(Mailboxes mailboxes, RecipientResolver recipients, LocalDelivery local) {
        this.mailboxes = mailboxes;
        this.recipients = recipients;
        this.local = local;
    }

    /** A delivery to all these mailboxes in one transaction. */
    record Plan(LocalDelivery.Plan local, List<MailboxId> mailboxes, Instant now) {
        PreparedMessage copy() {
            return local.copy();
        }
    }

    /** Prepares the delivery before the transaction; returns null if the message must go through the queue. */
    @Nullable
    Plan plan(Job job, Instant now) {
        Envelope envelope = job.envelope();
        return plan(job, now, () -> recipients.resolve(envelope.tenant(), envelope.recipients()));
    }

    /** As {@link #plan(Job, Instant)}, in a transaction that is running. */
    @Nullable
    Plan plan(Sql sql, Job job, Instant now) {
        Envelope envelope = job.envelope();
        return plan(job, now, () -> recipients.resolve(sql, envelope.tenant(), envelope.recipients()));
    }

    private @Nullable Plan plan(Job job, Instant now, Supplier<RecipientResolver.Resolution> resolved) {
        if (!job.queued().hashes().isEmpty()) {
            return null;
        }
        RecipientResolver.Resolution resolution;
        try {
            resolution = resolved.get();
        } catch (DirectoryFailure.NotCurrent e) {
            return null;
        }
        boolean plain = resolution.unknown().isEmpty()
                && resolution.outside().isEmpty()
                && !resolution.mailboxes().isEmpty()
                && resolution.mailboxes().size() <= Deliverer.BATCH;
        if (!plain) {
            return null;
        }
        PreparedMessage copy = Deliverer.copy(mailboxes, job, now);
        LocalDelivery.Plan plan = local.plan(job.envelope(), copy, resolution.owners());
        return resolution.mailboxes().size() > plan.batch()
                ? null
                : new Plan(plan, List.copyOf(resolution.mailboxes().keySet()), now);
    }

    /** Whether a delivery adds copies and does nothing else, apart from rules and automatic replies. */
    boolean isPlain(Plan plan) {
        return local.isPlain(plan.local());
    }

    /** Delivers the message. If a mailbox is full or was removed, it must also go through the queue, which reports that. */
    LocalDelivery.Delivered deliver(Sql sql, Plan plan) {
        return local.deliver(sql, plan.local(), plan.mailboxes(), plan.now());
    }
}
