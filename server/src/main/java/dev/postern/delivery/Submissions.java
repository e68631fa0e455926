package dev.postern.delivery;

import dev.postern.mailbox.Address;
import dev.postern.mailbox.ItemCore;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.NewMessage;
import dev.postern.mailbox.PreparedItem;
import dev.postern.mailbox.QueuedMessage;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.store.DuplicateKey;
import dev.postern.store.OutcomeUnknown;
import dev.postern.store.Sql;
import dev.postern.store.StoreException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes messages to be sent. When {@link #accept} returns, the message, its copy in Sent Items and the job to deliver it are
 * on disk, in one transaction of one mailbox. Any thread may use it.
 */
public final class Submissions {
    private final Mailboxes mailboxes;
    private final OutboundQueue queue;
    private final DeliveryWorker worker;
    private final @Nullable InlineDelivery atOnce;
    private final DeliveryCounters counters;

    /** @param atOnce null where every message goes through the queue */
    Submissions(
            Mailboxes mailboxes,
            OutboundQueue queue,
            DeliveryWorker worker,
            @Nullable InlineDelivery atOnce,
            DeliveryCounters counters) {
        this.mailboxes = mailboxes;
        this.queue = queue;
        this.worker = worker;
        this.atOnce = atOnce;
        this.counters = counters;
    }

    /**
     * Accepts a message. Handing the same submission in again changes nothing.
     *
     * @throws DeliveryFailure when it cannot be sent as it is
     * @throws dev.postern.mailbox.MailboxFailure when the draft is not there, is no draft, or has changed
     * @throws OutcomeUnknown when not even looking it up told whether it was accepted; the same submission may be handed in
     *     again
     */
    public void accept(Submission submission) {
        switch (submission.what()) {
            case Submission.What.Message message -> accept(submission, message);
            case Submission.What.Draft draft -> accept(submission, draft);
        }
    }

    private void accept(Submission submission, Submission.What.Message what) {
        SendingMailbox sender = submission.sender();
        ObjectNode message = what.message().deepCopy();
        sign(message, sender);
        Envelope envelope = new Envelope(sender.tenant(), sender.address(), RecipientAddresses.of(message));
        PreparedItem copy = mailboxes
                .open(sender.mailbox())
                .items()
                .prepare(
                        new ItemId(submission.id()),
                        WellKnownFolder.SENTITEMS.id(),
                        new NewMessage(message, what.attachments(), false, true, null, null, what.original()));
        Job job = job(submission, envelope, mailboxes.deliveries().pack(copy));
        InlineDelivery.Plan plan = atOnce == null ? null : atOnce.plan(job, queue.now());
        commit(submission, sql -> {
            if (submission.save()) {
                mailboxes.open(sender.mailbox()).items().insert(sql, copy);
            }
            return plan != null && atOnce != null && atOnce.deliver(sql, plan)
                    ? new Accepted.Delivered(plan.mailboxes().size())
                    : enqueue(sql, job);
        });
    }

    private void accept(Submission submission, Submission.What.Draft draft) {
        SendingMailbox sender = submission.sender();
        commit(submission, sql -> {
            ItemCore sent = mailboxes
                    .open(sender.mailbox())
                    .items()
                    .markSent(sql, draft.item(), draft.changeKey(), submission.save());
            QueuedMessage parcel = mailboxes.deliveries().pack(sql, sender.mailbox(), sent.id());
            sign(parcel.message(), sender);
            Envelope envelope =
                    new Envelope(sender.tenant(), sender.address(), RecipientAddresses.of(parcel.message()));
            return enqueue(sql, job(submission, envelope, parcel));
        });
    }

    private interface Acceptance {
        Accepted in(Sql sql);
    }

    /** How a message was taken. */
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
            // the claim keeps other nodes away for its length, so the row is there if it was ever written
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

    /** Whether the row is there; when that cannot be told either, the outcome stays as unknown as it was. */
    private boolean isThere(Submission submission, OutcomeUnknown unknown) {
        try {
            return queue.holds(submission.sender().mailbox(), submission.id());
        } catch (StoreException e) {
            unknown.addSuppressed(e);
            throw unknown;
        }
    }

    private Job job(Submission submission, Envelope envelope, QueuedMessage parcel) {
        Instant now = queue.now();
        return new Job(
                submission.sender().mailbox(),
                submission.id(),
                envelope,
                parcel,
                now,
                1,
                now.plus(OutboundQueue.LEASE));
    }

    private Accepted enqueue(Sql sql, Job job) {
        if (!queue.add(sql, job)) {
            throw new DuplicateKey(new IllegalStateException("accepted before"));
        }
        mailboxes.open(job.mailbox()).usage().requireQueue(sql);
        mailboxes.deliveries().hold(sql, job.mailbox(), job.parcel());
        return new Accepted.Queued(job);
    }

    private static void sign(ObjectNode message, SendingMailbox sender) {
        Address own = new Address(sender.name(), sender.address());
        message.set("sender", own.recipient());
        Address author = Address.of(message.get("from"));
        String address = author == null ? null : author.address();
        // an alias goes under the sender's name too: a name that the message brings may be somebody else's
        message.set("from", new Address(sender.name(), address == null ? sender.address() : address).recipient());
    }
}
