package dev.postern.delivery;

import dev.postern.access.MailboxId;
import dev.postern.mailbox.Deliveries;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.PreparedMessage;
import dev.postern.mailbox.QueuedMessage;
import dev.postern.store.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Delivers one job. Every step can be repeated, because a message that is already in a mailbox is found by its id. The transaction of the
 * last step deletes the row of the queue, so a job is finished if and only if its row is gone.
 */
final class Deliverer {
    static final int BATCH = 32;
    /**
     * Properties that stay with the sender: hidden recipients, categories and flags, the properties that programs added, and the message
     * that was answered. Rules and clients would act on MAPI properties.
     */
    private static final List<String> SENDERS_OWN = List.of(
            "bccRecipients",
            "flag",
            "categories",
            "inferenceClassification",
            "singleValueExtendedProperties",
            "multiValueExtendedProperties",
            "extensions",
            TransportHeaders.RULES,
            "answered");

    private static final Duration RENEWAL = OutboundQueue.LEASE.dividedBy(2);

    private final Mailboxes mailboxes;
    private final OutboundQueue queue;
    private final RecipientResolver recipients;
    private final LocalDelivery local;
    private final Reports reports;
    private final Acceptance answers;
    private final Consumer<Job> ready;
    private final DeliveryCounters counters;
    private final SubmissionTraces traces = new SubmissionTraces();

    /** @param ready receives the jobs of answers that were written during a delivery, after its commit */
    Deliverer(
            Mailboxes mailboxes,
            OutboundQueue queue,
            SendingLimits limits,
            RecipientResolver recipients,
            LocalDelivery local,
            Consumer<Job> ready,
            DeliveryCounters counters) {
        this.mailboxes = mailboxes;
        this.queue = queue;
        this.recipients = recipients;
        this.local = local;
        this.reports = new Reports(mailboxes, recipients, local);
        this.answers = new Acceptance(mailboxes, queue, limits, new TransportRules(recipients::directory), null);
        this.ready = ready;
        this.counters = counters;
    }

    void deliver(Job job) {
        RecipientResolver.Resolution resolution =
                recipients.resolve(job.envelope().tenant(), job.envelope().recipients());
        List<MailboxId> inside = resolution.mailboxes().keySet().stream()
                .sorted(Comparator.comparing(MailboxId::value))
                .toList();
        PreparedMessage copy = copy(mailboxes, job, queue.now());
        LocalDelivery.Plan plan = local.plan(job.envelope(), copy, resolution.owners());
        Map<String, Undeliverable> undelivered = new TreeMap<>();
        Map<MailboxId, Undeliverable> failed = new HashMap<>();
        resolution.unknown().forEach(address -> undelivered.put(address, Undeliverable.NOT_FOUND));
        Instant claimed = queue.now();
        int some = plan.batch();
        for (int at = 0; at < inside.size(); at += some) {
            List<MailboxId> batch = inside.subList(at, Math.min(at + some, inside.size()));
            if (Duration.between(claimed, queue.now()).compareTo(RENEWAL) > 0) {
                if (!queue.renew(job)) {
                    return;
                }
                claimed = queue.now();
            }
            copyLargeContents(job, copy, batch);
            boolean last = at + some >= inside.size() && undelivered.isEmpty();
            Step step = step(job, plan, batch, last ? resolution : null);
            if (step.ended()) {
                return;
            }
            step.outcome().missing().forEach(mailbox -> failed.put(mailbox, Undeliverable.NOT_FOUND));
            step.outcome().full().forEach(mailbox -> failed.put(mailbox, Undeliverable.MAILBOX_FULL));
            failed.forEach((mailbox, why) -> undelivered.put(address(resolution, mailbox), why));
        }
        end(job, undelivered, failed, resolution);
    }

    private static String address(RecipientResolver.Resolution resolution, MailboxId mailbox) {
        return resolution.mailboxes().getOrDefault(mailbox, "mailbox " + mailbox);
    }

    /** Copies large contents into the recipients' mailboxes before the message, except into mailboxes that are full. */
    private void copyLargeContents(Job job, PreparedMessage copy, List<MailboxId> batch) {
        if (!copy.hasLargeContents()) {
            return;
        }
        for (MailboxId mailbox : batch) {
            if (!queue.database().read(sql -> mailboxes.deliveries().isFull(sql, copy, mailbox))) {
                mailboxes.deliveries().bring(job.mailbox(), copy, mailbox);
            }
        }
    }

    private record Step(Deliveries.Outcome outcome, boolean ended, List<Acceptance.Accepted> answers) {}

    /** Delivers one batch. If it is the last and nothing can follow it, the same transaction ends the job. */
    private Step step(
            Job job, LocalDelivery.Plan plan, List<MailboxId> batch, RecipientResolver.@Nullable Resolution ifLast) {
        Step result = queue.database().write(sql -> {
            LocalDelivery.Delivered delivered = local.deliver(sql, plan, batch, queue.now());
            Deliveries.Outcome outcome = delivered.outcome();
            List<Acceptance.Accepted> accepted = answers.answer(sql, delivered);
            if (ifLast == null || !outcome.complete() || !job.queued().hashes().isEmpty()) {
                return new Step(outcome, false, accepted);
            }
            finish(sql, job, ifLast, Map.of());
            return new Step(outcome, true, accepted);
        });
        offer(result.answers());
        counters.deliver(result.outcome().added().size());
        if (result.ended() && ifLast != null && !ifLast.outside().isEmpty()) {
            counters.defer();
        }
        return result;
    }

    private void offer(List<Acceptance.Accepted> accepted) {
        accepted.forEach(answer -> {
            if (answer instanceof Acceptance.Accepted.Queued(Job queued)) {
                ready.accept(queued);
            }
        });
    }

    private void end(
            Job job,
            Map<String, Undeliverable> undelivered,
            Map<MailboxId, Undeliverable> failed,
            RecipientResolver.Resolution resolution) {
        LocalDelivery.Plan plan = undelivered.isEmpty()
                ? null
                : reports.plan(job, failed(undelivered), DeliveryIds.report(job.submission()), queue.now());
        Step reported = queue.database().write(sql -> {
            LocalDelivery.Delivered delivered =
                    plan == null ? null : reports.deliver(sql, job.mailbox(), plan, queue.now());
            List<Acceptance.Accepted> accepted = delivered == null ? List.of() : answers.answer(sql, delivered);
            finish(sql, job, resolution, failed);
            return delivered == null ? null : new Step(delivered.outcome(), true, accepted);
        });
        if (reported != null) {
            offer(reported.answers());
            if (reported.outcome().complete()) {
                counters.report();
            }
        }
        if (!resolution.outside().isEmpty()) {
            counters.defer();
        }
    }

    private static DeliveryReport failed(Map<String, Undeliverable> undelivered) {
        return new DeliveryReport(
                DeliveryReport.Kind.FAILED,
                undelivered.entrySet().stream()
                        .sorted(Map.Entry.comparingByValue())
                        .map(one -> DeliveryReport.About.of(one.getKey(), one.getValue()))
                        .toList(),
                null);
    }

    private void finish(
            Sql sql, Job job, RecipientResolver.Resolution resolution, Map<MailboxId, Undeliverable> failed) {
        Set<String> outside = resolution.outside();
        boolean claimed = outside.isEmpty() ? queue.done(sql, job) : queue.defer(sql, job, outside);
        if (!claimed) {
            return;
        }
        if (outside.isEmpty()) {
            mailboxes.deliveries().release(sql, job.mailbox(), job.queued());
        }
        traces.finished(sql, job, resolution, failed, recipients, queue.now());
    }

    /** Derives the recipients' copy from the sender's. The message must not have large contents. */
    static PreparedMessage copy(PreparedMessage sent, Job job) {
        return sent.arrived(
                DeliveryIds.copy(job.submission()),
                SENDERS_OWN,
                TransportHeaders.of(job.queued().message(), job, job.submitted()),
                job.submitted(),
                job.submitted());
    }

    /** Returns the recipients' copy, which lacks the properties that stay with the sender. */
    static PreparedMessage copy(Mailboxes mailboxes, Job job, Instant now) {
        PreparedMessage made = job.copy();
        if (made != null) {
            return made.receivedAt(now);
        }
        QueuedMessage queued = job.queued().copy(SENDERS_OWN);
        queued.message()
                .set("internetMessageHeaders", TransportHeaders.of(job.queued().message(), job, now));
        QueuedMessage relayed = mailboxes
                .deliveries()
                .relay(
                        job.mailbox(),
                        queued,
                        TransportHeaders.received(job, now),
                        TransportHeaders.ifMissing(job.queued().message(), job),
                        job.queued().author());
        return mailboxes
                .deliveries()
                .prepare(job.mailbox(), DeliveryIds.copy(job.submission()), relayed, now, job.submitted());
    }
}
