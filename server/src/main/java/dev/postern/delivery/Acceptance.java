package dev.postern.delivery;

import dev.postern.access.MailboxId;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.MailboxUsage;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.NewMessage;
import dev.postern.mailbox.PreparedMessage;
import dev.postern.mailbox.QueuedMessage;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.store.DuplicateKey;
import dev.postern.store.Pipeline;
import dev.postern.store.Sql;
import dev.postern.trace.TracedMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Accepts new messages in transactions of its callers: it delivers them at once if that is possible, else it puts them into the queue. What
 * it returns must be passed on after the commit, not before.
 */
final class Acceptance {
    private static final Logger LOG = LoggerFactory.getLogger(Acceptance.class);

    private final Mailboxes mailboxes;
    private final OutboundQueue queue;
    private final SendingLimits limits;
    private final TransportRules rules;
    private final @Nullable InlineDelivery inline;
    private final SubmissionTraces traces = new SubmissionTraces();

    /** @param inline null if every message goes through the queue */
    Acceptance(
            Mailboxes mailboxes,
            OutboundQueue queue,
            SendingLimits limits,
            TransportRules rules,
            @Nullable InlineDelivery inline) {
        this.mailboxes = mailboxes;
        this.queue = queue;
        this.limits = limits;
        this.rules = rules;
        this.inline = inline;
    }

    /** The way in which a message was accepted. */
    sealed interface Accepted {
        record Queued(Job job) implements Accepted {}

        record Delivered(int copies) implements Accepted {}
    }

    /**
     * A message with everything that can be done before its transaction.
     *
     * @param sent the copy in Sent Items
     */
    record Prepared(Submission submission, PreparedMessage sent, Job job, InlineDelivery.@Nullable Plan plan) {
        private Prepared with(InlineDelivery.@Nullable Plan other) {
            return new Prepared(submission, sent, job, other);
        }
    }

    Prepared prepare(Submission submission, Submission.What.Message what) {
        SendingMailbox sender = submission.sender();
        ObjectNode message = Submissions.signed(what.message(), sender);
        Envelope envelope = new Envelope(
                sender.tenant(), submission.automatic() ? "" : sender.returnAddress(), RecipientAddresses.of(message));
        PreparedMessage sent = mailboxes
                .open(sender.mailbox())
                .items()
                .prepare(
                        new ItemId(submission.id()),
                        WellKnownFolder.SENTITEMS.id(),
                        new NewMessage(message, what.attachments(), false, true, null, null, what.original()));
        QueuedMessage queued = mailboxes.deliveries().pack(sent);
        TransportRules.Applied applied = rules.apply(envelope, queued, submission.origin());
        if (applied != null) {
            // the recipients' copy is not that of the sender, so it is derived when the message is delivered
            return new Prepared(submission, sent, job(submission, applied.envelope(), applied.queued()), null);
        }
        Job bare = job(submission, envelope, queued);
        Job job = sent.hasLargeContents() ? bare : bare.with(Deliverer.copy(sent, bare));
        return new Prepared(submission, sent, job, null);
    }

    /** The job of a draft that was marked as sent. */
    Job ruled(Submission submission, Envelope envelope, QueuedMessage queued) {
        TransportRules.Applied applied = rules.apply(envelope, queued, submission.origin());
        return applied == null
                ? job(submission, envelope, queued)
                : job(submission, applied.envelope(), applied.queued());
    }

    /** Decides whether it can be delivered at once. */
    Prepared planned(Prepared prepared) {
        return inline == null || prepared.job().notBefore() != null
                ? prepared
                : prepared.with(inline.plan(prepared.job(), queue.now()));
    }

    private Prepared planned(Sql sql, Prepared prepared) {
        return inline == null || prepared.job().notBefore() != null
                ? prepared
                : prepared.with(inline.plan(sql, prepared.job(), queue.now()));
    }

    /** Accepts a message, and the answers of mailboxes that answer it by themselves. */
    List<Accepted> add(Sql sql, Prepared prepared) {
        Submission submission = prepared.submission();
        InlineDelivery.Plan plan = prepared.plan();
        if (submission.save()) {
            mailboxes.open(submission.sender().mailbox()).items().insert(sql, prepared.sent());
        }
        var accepted = new ArrayList<Accepted>();
        boolean now = plan != null && inline != null && !queue.mustWait(sql, prepared.job());
        LocalDelivery.Delivered delivered = now && plan != null && inline != null ? inline.deliver(sql, plan) : null;
        if (delivered != null && plan != null && delivered.outcome().complete()) {
            traces.addDelivered(sql, prepared.job(), submission.origin(), plan.now());
            accepted.add(new Accepted.Delivered(plan.mailboxes().size()));
        } else {
            accepted.add(enqueue(sql, prepared.job(), submission.origin()));
        }
        if (delivered != null) {
            accepted.addAll(answer(sql, delivered));
        }
        return accepted;
    }

    /** Accepts what mailboxes send because a message was delivered to them. */
    List<Accepted> answer(Sql sql, LocalDelivery.Delivered delivered) {
        var accepted = new ArrayList<Accepted>();
        delivered.answers().forEach(answer -> accepted.addAll(answer(sql, answer)));
        delivered.sent().forEach(mail -> accepted.addAll(send(sql, mail)));
        return accepted;
    }

    /** Always through the queue, so that a delivery does not cause others in its transaction. */
    private List<Accepted> send(Sql sql, RuleMail mail) {
        if (!hasRoom(sql, mail.owner().mailbox(), mail.queued().written().size())) {
            LOG.info(
                    "The queue of {} is full; what a rule sends is left out",
                    mail.owner().mailbox());
            return List.of();
        }
        if (!isWithinLimits(mail.owner().mailbox(), mail.envelope())) {
            return List.of();
        }
        return List.of(enqueue(sql, job(mail.owner(), mail.id(), mail.envelope(), mail.queued(), null), null));
    }

    /**
     * Accepts the answer of a mailbox that answers by itself, in the transaction that delivers the message to it. If its queue is full, there is no
     * answer: a message must be delivered also then.
     */
    private List<Accepted> answer(Sql sql, Submission answer) {
        if (!(answer.what() instanceof Submission.What.Message message)) {
            return List.of();
        }
        Prepared prepared;
        try {
            prepared = planned(sql, prepare(answer, message));
        } catch (DeliveryFailure e) {
            LOG.info("An answer of {} cannot be sent: {}", answer.sender().mailbox(), e.getMessage());
            return List.of();
        }
        if (!hasRoom(sql, prepared.job().mailbox(), prepared.sent().item().size())) {
            LOG.info(
                    "The queue of {} is full; an answer is not sent",
                    prepared.job().mailbox());
            return List.of();
        }
        return isWithinLimits(prepared.job().mailbox(), prepared.job().envelope()) ? add(sql, prepared) : List.of();
    }

    /** Beyond them, a mailbox sends nothing by itself. */
    private boolean isWithinLimits(MailboxId mailbox, Envelope envelope) {
        boolean within = limits.allow(mailbox, envelope.recipients().size());
        if (!within) {
            LOG.info("{} has sent too many messages; what it sends by itself is left out", mailbox);
        }
        return within;
    }

    /** @throws DeliveryFailure.TooManyMessages if it cannot be sent now */
    void count(Submission submission, Envelope envelope) {
        TracedMessage.Origin origin = submission.origin();
        limits.count(
                submission.sender().mailbox(),
                origin == null ? null : origin.app(),
                envelope.recipients().size());
    }

    private boolean hasRoom(Sql sql, MailboxId mailbox, long size) {
        MailboxUsage usage = mailboxes.open(mailbox).usage();
        Pipeline pipeline = sql.pipeline();
        var uses = usage.queueUse(pipeline);
        pipeline.run();
        try {
            uses.get().forEach(use -> usage.requireQueue(use.plus(1, size)));
            return true;
        } catch (MailboxFailure.QuotaExceeded _) {
            return false;
        }
    }

    private Job job(Submission submission, Envelope envelope, QueuedMessage queued) {
        return job(submission.sender(), submission.id(), envelope, queued, submission.notBefore());
    }

    private Job job(
            SendingMailbox sender, UUID id, Envelope envelope, QueuedMessage queued, @Nullable Instant notBefore) {
        Instant now = queue.now();
        return new Job(sender.mailbox(), id, envelope, queued, now, 1, now.plus(OutboundQueue.LEASE), notBefore, null);
    }

    Accepted enqueue(Sql sql, Job job, TracedMessage.@Nullable Origin origin) {
        if (!queue.add(sql, job)) {
            throw new DuplicateKey(new IllegalStateException("accepted before"));
        }
        traces.addWaiting(sql, job, origin);
        mailboxes.open(job.mailbox()).usage().requireQueue(sql);
        mailboxes.deliveries().hold(sql, job.mailbox(), job.queued());
        return new Accepted.Queued(job);
    }
}
