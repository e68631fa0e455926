package dev.postern.delivery;

import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.PreparedMessage;
import dev.postern.mailbox.StoredMailbox;
import dev.postern.store.Sql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Delivers reports to senders directly, without the queue, so that a report cannot cause another one. */
record Reports(Mailboxes mailboxes, RecipientResolver recipients, LocalDelivery local) {
    /** Prepares a report; returns null if the message must not be reported: it has the null sender, or is itself a report. */
    LocalDelivery.@Nullable Plan plan(Job job, DeliveryReport report, ItemId id, Instant now) {
        if (job.envelope().sender().isEmpty()
                || job.queued().contentType().startsWith("multipart/report")
                || report.recipients().isEmpty()) {
            return null;
        }
        ReportWriter writer = new ReportWriter(
                job.queued().message(),
                job.submitted(),
                recipients.postmaster(job.envelope().tenant()),
                job.envelope().sender());
        PreparedMessage prepared = mailboxes
                .deliveries()
                .prepare(job.mailbox(), id, writer.message(report, id), writer.parts(report, headers(job), now), now);
        return local.plan(job.envelope().withNullSender(), prepared, owner(job.mailbox()));
    }

    private byte[] headers(Job job) {
        try {
            return OriginalHeaders.of(out -> new OutsideMime(mailboxes).write(job, out));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<MailboxId, ObjectId> owner(MailboxId mailbox) {
        StoredMailbox stored = mailboxes.find(mailbox);
        return stored == null ? Map.of() : Map.of(mailbox, stored.owner());
    }

    /** A sender whose own mailbox is full gets no report, as in Exchange. */
    LocalDelivery.Delivered deliver(Sql sql, MailboxId mailbox, LocalDelivery.Plan plan, Instant now) {
        return local.deliver(sql, plan, List.of(mailbox), now);
    }
}
