package dev.postern.delivery;

import dev.postern.audit.PendingEntry;
import dev.postern.mailbox.Address;
import dev.postern.mailbox.ItemCore;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.MessageBatch;
import dev.postern.mailbox.NewMessage;
import dev.postern.mailbox.PreparedMessage;
import dev.postern.mailbox.QueuedMessage;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.store.Database;
import dev.postern.store.DuplicateKey;
import dev.postern.store.OutcomeUnknown;
import dev.postern.store.Sql;
import dev.postern.store.StoreException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Accepts messages for delivery. When {@link #accept} returns, the message, its copy in Sent Items and the row of the queue are on disk, in
 * one transaction of one mailbox. Thread-safe.
 */
public final class Submissions {
    private final Mailboxes mailboxes;
    private final OutboundQueue queue;
    private final DeferredQueue deferred;
    private final DeliveryWorker worker;
    private final @Nullable InlineDelivery inline;
    private final @Nullable JointAcceptance joint;
    private final DeliveryCounters counters;
    private final @Nullable PendingEntry entry;

    /**
     * @param inline null if every message goes through the queue
     * @param joint null if each message is accepted in its own transaction
     * @param entry the audit entry of the request, for shared transactions; may be null
     */
    Submissions(
            Mailboxes mailboxes,
            OutboundQueue queue,
            DeferredQueue deferred,
            DeliveryWorker worker,
            @Nullable InlineDelivery inline,
            @Nullable JointAcceptance joint,
            DeliveryCounters counters,
            @Nullable PendingEntry entry) {
        this.mailboxes = mailboxes;
        this.queue = queue;
        this.deferred = deferred;
        this.worker = worker;
        this.inline = inline;
        this.joint = joint;
        this.counters = counters;
        this.entry = entry;
    }

    /** Creates the object that accepts the submissions of one request. */
    @FunctionalInterface
    public interface Factory {
        /**
         * @param through the database of the request, which adds the audit entry to its first change
         * @param mailboxes on that database
         * @param entry the same audit entry, for transactions that several requests share
         */
        Submissions over(Database through, Mailboxes mailboxes, PendingEntry entry);
    }

    /**
     * Accepts a message. A repeated submission changes nothing.
     *
     * @throws DeliveryFailure if it cannot be sent
     * @throws dev.postern.mailbox.MailboxFailure if the draft does not exist, is not a draft, or has changed
     * @throws OutcomeUnknown if it is not known whether it was accepted, even after a lookup; the same submission may be repeated
     */
    public void accept(Submission submission) {
        if (submission.deferral() != null) {
            new DeferredSubmissions(mailboxes, queue, deferred).hold(submission, submission.deferral());
            return;
        }
        switch (submission.what()) {
            case Submission.What.Message message -> accept(submission, message);
            case Submission.What.Draft draft ->
                commit(submission, sql -> send(sql, submission, draft.item(), draft.changeKey()));
            case Submission.What.Due due ->
                commit(submission, sql -> {
                    if (!deferred.take(sql, due.message())) {
                        throw new DeliveryFailure.Cancelled();
                    }
                    return send(sql, submission, ItemRef.of(due.message().item()), due.changeKey());
                });
        }
    }

    private void accept(Submission submission, Submission.What.Message what) {
        SendingMailbox sender = submission.sender();
        ObjectNode message = signed(what.message(), sender);
        Envelope envelope = new Envelope(sender.tenant(), sender.address(), RecipientAddresses.of(message));
        PreparedMessage sent = mailboxes
                .open(sender.mailbox())
                .items()
                .prepare(
                        new ItemId(submission.id()),
                        WellKnownFolder.SENTITEMS.id(),
                        new NewMessage(message, what.attachments(), false, true, null, null, what.original()));
        Job bare = job(submission, envelope, mailboxes.deliveries().pack(sent));
        Job job = sent.hasLargeContents() ? bare : bare.with(Deliverer.copy(sent, bare));
        boolean small = !sent.hasLargeContents() && sent.item().size() <= JointDelivery.MAX_MESSAGE_BYTES;
        if (joint != null && small && acceptedJointly(joint, submission, job, sent)) {
            counters.accept();
            return;
        }
        InlineDelivery.Plan plan = inline == null ? null : inline.plan(job, queue.now());
        commit(submission, sql -> {
            if (submission.save()) {
                mailboxes.open(sender.mailbox()).items().insert(sql, sent);
            }
            return plan != null && inline != null && inline.deliver(sql, plan)
                    ? new Accepted.Delivered(plan.mailboxes().size())
                    : enqueue(sql, job);
        });
    }

    /** Returns false if it was not accepted. */
    private boolean acceptedJointly(JointAcceptance joint, Submission submission, Job job, PreparedMessage sent) {
        try {
            return joint.accept(new JointAcceptance.Unit(
                    job, submission.save() ? new MessageBatch.Entry(job.mailbox(), sent) : null, entry));
        } catch (OutcomeUnknown e) {
            if (!isThere(submission, e)) {
                throw e;
            }
            if (entry != null) {
                entry.setWritten();
            }
            return true;
        }
    }

    private Accepted send(Sql sql, Submission submission, ItemRef draft, @Nullable String changeKey) {
        SendingMailbox sender = submission.sender();
        ItemCore sent = mailboxes.open(sender.mailbox()).items().markSent(sql, draft, changeKey, submission.save());
        QueuedMessage queued = mailboxes.deliveries().pack(sql, sender.mailbox(), sent.id());
        QueuedMessage signed = queued.with(signed(queued.message(), sender));
        Envelope envelope = new Envelope(sender.tenant(), sender.address(), RecipientAddresses.of(signed.message()));
        return enqueue(sql, job(submission, envelope, signed));
    }

    private interface Acceptance {
        Accepted in(Sql sql);
    }

    /** The way in which a message was accepted. */
    private sealed interface Accepted {
        record Queued(Job job) implements Accepted {}

        record Delivered(int copies) implements Accepted {}
    }

    private void commit(Submission submission, Acceptance acceptance) {
        Accepted accepted;
        try {
            accepted = queue.database().write(acceptance::in);
        } catch (DuplicateKey e) {
            return;
        } catch (OutcomeUnknown e) {
            // Until the claim expires no other node deletes the row, so the row exists if it was committed.
            if (!isThere(submission, e)) {
                throw e;
            }
            counters.accept();
            return;
        }
        counters.accept();
        switch (accepted) {
            case Accepted.Queued(Job job) -> worker.offer(job);
            case Accepted.Delivered(int copies) -> counters.deliver(copies);
        }
    }

    /** Returns whether the row exists. If the lookup fails too, the outcome remains unknown. */
    private boolean isThere(Submission submission, OutcomeUnknown unknown) {
        try {
            return queue.holds(submission.sender().mailbox(), submission.id());
        } catch (StoreException e) {
            unknown.addSuppressed(e);
            throw unknown;
        }
    }

    private Job job(Submission submission, Envelope envelope, QueuedMessage queued) {
        Instant now = queue.now();
        return new Job(
                submission.sender().mailbox(),
                submission.id(),
                envelope,
                queued,
                now,
                1,
                now.plus(OutboundQueue.LEASE),
                null);
    }

    private Accepted enqueue(Sql sql, Job job) {
        if (!queue.add(sql, job)) {
            throw new DuplicateKey(new IllegalStateException("accepted before"));
        }
        mailboxes.open(job.mailbox()).usage().requireQueue(sql);
        mailboxes.deliveries().hold(sql, job.mailbox(), job.queued());
        return new Accepted.Queued(job);
    }

    /** Returns a shallow copy with sender and author set. */
    static ObjectNode signed(ObjectNode given, SendingMailbox sender) {
        ObjectNode message = given.objectNode().setAll(given);
        message.set("sender", new Address(sender.name(), sender.address()).recipient());
        Address author = Address.of(message.get("from"));
        String address = author == null ? null : author.address();
        // The sender's name is also used for an alias, because the name in the message may be another person's.
        message.set(
                "from", new Address(sender.name(), address == null ? sender.address() : address.strip()).recipient());
        return message;
    }
}
