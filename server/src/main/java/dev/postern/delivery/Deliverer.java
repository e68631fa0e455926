package dev.postern.delivery;

import dev.postern.access.MailboxId;
import dev.postern.mailbox.Deliveries;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.Parcel;
import dev.postern.mailbox.PreparedItem;
import dev.postern.store.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Delivers one job. Every step may be repeated: what is in a mailbox already is found by its id. The row of the queue goes
 * in the transaction of the last step, so a job whose row is there is not finished, and one whose row is gone is.
 */
final class Deliverer {
    static final int BATCH = 32;
    /** Hidden recipients, marks, and what programs of the sender keep with it: MAPI properties mean something to rules and clients. */
    private static final List<String> SENDERS_OWN = List.of(
            "bccRecipients",
            "flag",
            "categories",
            "inferenceClassification",
            "singleValueExtendedProperties",
            "multiValueExtendedProperties",
            "extensions");

    private static final Duration RENEWAL = OutboundQueue.LEASE.dividedBy(2);

    private final Mailboxes mailboxes;
    private final OutboundQueue queue;
    private final Recipients recipients;
    private final DeliveryCounters counters;

    Deliverer(Mailboxes mailboxes, OutboundQueue queue, Recipients recipients, DeliveryCounters counters) {
        this.mailboxes = mailboxes;
        this.queue = queue;
        this.recipients = recipients;
        this.counters = counters;
    }

    void deliver(Job job) {
        Recipients.Resolution resolution =
                recipients.resolve(job.envelope().tenant(), job.envelope().recipients());
        List<MailboxId> local = resolution.mailboxes().stream()
                .sorted(Comparator.comparing(MailboxId::value))
                .toList();
        PreparedItem copy = copy(mailboxes, job, queue.now());
        Set<String> undelivered = new TreeSet<>(resolution.unknown());
        Instant claimed = queue.now();
        for (int at = 0; at < local.size(); at += BATCH) {
            List<MailboxId> batch = local.subList(at, Math.min(at + BATCH, local.size()));
            if (Duration.between(claimed, queue.now()).compareTo(RENEWAL) > 0) {
                if (!queue.renew(job)) {
                    return;
                }
                claimed = queue.now();
            }
            batch.forEach(mailbox -> mailboxes.deliveries().bring(job.mailbox(), copy, mailbox));
            boolean last = at + BATCH >= local.size() && undelivered.isEmpty();
            if (step(job, copy, batch, last ? resolution.outside() : null, undelivered)) {
                return;
            }
        }
        end(job, undelivered, resolution.outside());
    }

    /** One batch, and when nothing can come after it the end of the job too; true if the job has ended. */
    private boolean step(
            Job job,
            PreparedItem copy,
            List<MailboxId> batch,
            @Nullable Set<String> outsideIfLast,
            Set<String> undelivered) {
        record Result(Deliveries.Outcome outcome, boolean ended) {}
        Result result = queue.database().write(sql -> {
            Deliveries.Outcome outcome = mailboxes.deliveries().deliver(sql, copy, batch);
            if (outsideIfLast == null
                    || !outcome.missing().isEmpty()
                    || !job.parcel().hashes().isEmpty()) {
                return new Result(outcome, false);
            }
            finish(sql, job, outsideIfLast);
            return new Result(outcome, true);
        });
        counters.deliver(result.outcome().added().size());
        result.outcome().missing().forEach(mailbox -> undelivered.add("mailbox " + mailbox));
        if (result.ended() && outsideIfLast != null && !outsideIfLast.isEmpty()) {
            counters.park();
        }
        return result.ended();
    }

    private void end(Job job, Set<String> undelivered, Set<String> outside) {
        List<String> reported = new ArrayList<>(undelivered);
        PreparedItem report = reported.isEmpty()
                ? null
                : NonDelivery.report(
                        mailboxes, job, recipients.postmaster(job.envelope().tenant()), reported, queue.now());
        queue.database().write(sql -> {
            if (report != null) {
                mailboxes.deliveries().deliver(sql, report, List.of(job.mailbox()));
            }
            finish(sql, job, outside);
            return true;
        });
        if (report != null) {
            counters.report();
        }
        if (!outside.isEmpty()) {
            counters.park();
        }
    }

    private void finish(Sql sql, Job job, Set<String> outside) {
        if (!outside.isEmpty()) {
            queue.park(sql, job, job.envelope().to(outside));
        } else if (queue.done(sql, job)) {
            mailboxes.deliveries().release(sql, job.mailbox(), job.parcel());
        }
    }

    /** What lies in the recipients' mailboxes: the parcel as it arrives, without what is the sender's own. */
    static PreparedItem copy(Mailboxes mailboxes, Job job, Instant now) {
        Parcel parcel = job.parcel().copy(SENDERS_OWN);
        TransportHeaders.stamp(parcel.message(), job, now);
        parcel.message().remove(SENDERS_OWN);
        Parcel relayed = mailboxes
                .deliveries()
                .relay(
                        job.mailbox(),
                        parcel,
                        TransportHeaders.received(job, now),
                        TransportHeaders.ifMissing(parcel.message(), job),
                        job.parcel().author());
        return mailboxes
                .deliveries()
                .prepare(job.mailbox(), DeliveryIds.copy(job.submission()), relayed, now, job.submitted());
    }
}
