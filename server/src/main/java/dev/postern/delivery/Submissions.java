package dev.postern.delivery;

import dev.postern.audit.PendingEntry;
import dev.postern.delivery.Acceptance.Accepted;
import dev.postern.mailbox.Address;
import dev.postern.mailbox.ItemCore;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.MessageBatch;
import dev.postern.mailbox.PreparedMessage;
import dev.postern.mailbox.QueuedMessage;
import dev.postern.mailbox.event.MeetingNotice;
import dev.postern.store.Database;
import dev.postern.store.DuplicateKey;
import dev.postern.store.OutcomeUnknown;
import dev.postern.store.Sql;
import dev.postern.store.StoreException;
import dev.postern.store.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
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
    private final Acceptance acceptance;
    private final @Nullable JointAcceptance joint;
    private final DeliveryCounters counters;
    private final @Nullable PendingEntry entry;

    /**
     * @param joint null if each message is accepted in its own transaction
     * @param entry the audit entry of the request, for shared transactions; may be null
     */
    Submissions(
            Mailboxes mailboxes,
            OutboundQueue queue,
            DeferredQueue deferred,
            DeliveryWorker worker,
            Acceptance acceptance,
            @Nullable JointAcceptance joint,
            DeliveryCounters counters,
            @Nullable PendingEntry entry) {
        this.mailboxes = mailboxes;
        this.queue = queue;
        this.deferred = deferred;
        this.worker = worker;
        this.acceptance = acceptance;
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
        // a transaction that is repeated counts once
        var counted = new AtomicBoolean();
        switch (submission.what()) {
            case Submission.What.Message message -> accept(submission, message);
            case Submission.What.Draft draft ->
                commit(submission, sql -> send(sql, submission, draft.item(), draft.changeKey(), counted));
            case Submission.What.Due due ->
                commit(submission, sql -> {
                    if (!deferred.take(sql, due.message())) {
                        throw new DeliveryFailure.Cancelled();
                    }
                    return send(sql, submission, ItemRef.of(due.message().item()), due.changeKey(), counted);
                });
        }
    }

    private void accept(Submission submission, Submission.What.Message what) {
        Acceptance.Prepared prepared = acceptance.prepare(submission, what);
        acceptance.count(submission, prepared.job().envelope());
        PreparedMessage sent = prepared.sent();
        boolean small = !sent.hasLargeContents() && sent.item().size() <= JointDelivery.MAX_MESSAGE_BYTES;
        Submission.Repetition repetition = submission.repetition();
        if (joint != null
                && small
                && (repetition == null || !repetition.close())
                && submission.notBefore() == null
                && acceptedJointly(joint, submission, prepared.job(), sent)) {
            counters.accept();
            return;
        }
        Acceptance.Prepared planned = acceptance.planned(prepared);
        commit(submission, sql -> {
            if (repetition != null) {
                SendingMailbox sender = submission.sender();
                SubmissionTraces.requireFirst(sql, sender.tenant(), sender.mailbox(), repetition);
            }
            return acceptance.add(sql, planned);
        });
    }

    /**
     * Makes a change and accepts messages about it, in one transaction: all of it is on disk when this returns, or nothing.
     *
     * @param change of the mailbox that sends them
     * @param sends whether its result is one to send them for
     * @throws DeliveryFailure as {@link #accept(Submission)}
     * @throws OutcomeUnknown as {@link #accept(Submission)}
     */
    public <T> T accept(List<Submission> submissions, Work<T> change, Predicate<T> sends) {
        List<Acceptance.Prepared> prepared = submissions.stream()
                .map(submission -> acceptance.planned(acceptance.prepare(submission, message(submission))))
                .toList();
        prepared.forEach(one -> acceptance.count(one.submission(), one.job().envelope()));
        record Outcome<T>(T result, List<Accepted> accepted) {}
        var last = new AtomicReference<@Nullable Outcome<T>>();
        Outcome<T> outcome;
        try {
            outcome = queue.database().write(sql -> {
                T result = change.run(sql);
                var accepted = new ArrayList<Accepted>();
                if (sends.test(result)) {
                    prepared.forEach(one -> accepted.addAll(acceptance.add(sql, one)));
                }
                var all = new Outcome<>(result, List.copyOf(accepted));
                last.set(all);
                return all;
            });
        } catch (OutcomeUnknown e) {
            Outcome<T> maybe = last.get();
            if (maybe == null || submissions.isEmpty() || !isThere(submissions.getFirst(), e)) {
                throw e;
            }
            outcome = maybe;
        }
        if (!outcome.accepted().isEmpty()) {
            submissions.forEach(_ -> counters.accept());
        }
        committed(outcome.accepted());
        return outcome.result();
    }

    private static Submission.What.Message message(Submission submission) {
        if (submission.what() instanceof Submission.What.Message message) {
            return message;
        }
        throw new IllegalArgumentException("Only new messages are accepted together with a change");
    }

    /** Returns false if it was not accepted. */
    private boolean acceptedJointly(JointAcceptance joint, Submission submission, Job job, PreparedMessage sent) {
        try {
            return joint.accept(new JointAcceptance.Unit(
                    job,
                    submission.save() ? new MessageBatch.Entry(job.mailbox(), sent) : null,
                    entry,
                    SubmissionTraces.waiting(job, submission.origin()),
                    submission.repetition()));
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

    private List<Accepted> send(
            Sql sql, Submission submission, ItemRef draft, @Nullable String changeKey, AtomicBoolean counted) {
        SendingMailbox sender = submission.sender();
        ItemCore sent = mailboxes.open(sender.mailbox()).items().markSent(sql, draft, changeKey, submission.save());
        QueuedMessage queued = mailboxes.deliveries().pack(sql, sender.mailbox(), sent.id());
        QueuedMessage signed = queued.with(signed(queued.message(), sender));
        Envelope envelope =
                new Envelope(sender.tenant(), sender.returnAddress(), RecipientAddresses.of(signed.message()));
        if (!counted.getAndSet(true)) {
            acceptance.count(submission, envelope);
        }
        return List.of(acceptance.enqueue(sql, acceptance.ruled(submission, envelope, signed), submission.origin()));
    }

    private void commit(Submission submission, Work<List<Accepted>> work) {
        List<Accepted> accepted;
        try {
            accepted = queue.database().write(work);
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
        committed(accepted);
    }

    private void committed(List<Accepted> accepted) {
        for (Accepted one : accepted) {
            switch (one) {
                case Accepted.Queued(Job job) -> {
                    if (job.notBefore() == null) {
                        worker.offer(job);
                    }
                }
                case Accepted.Delivered(int copies) -> counters.deliver(copies);
            }
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

    /** Returns a shallow copy with sender and author set. */
    static ObjectNode signed(ObjectNode given, SendingMailbox sender) {
        ObjectNode message = given.objectNode().setAll(given);
        message.set("sender", sender.sender().recipient());
        Address author = Address.of(message.get("from"));
        String address = author == null ? null : author.address();
        if (address != null && message.path(MeetingNotice.PROPERTY).has(MeetingNotice.FORWARDED_BY)) {
            // only the server writes this: a forwarded request is the organizer's
            return message;
        }
        Represented represented = sender.represented();
        if (represented != null) {
            message.set("from", new Address(represented.name(), represented.address()).recipient());
            return message;
        }
        // The sender's name is also used for an alias, because the name in the message may be another person's.
        message.set(
                "from", new Address(sender.name(), address == null ? sender.address() : address.strip()).recipient());
        return message;
    }
}
