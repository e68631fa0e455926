package dev.postern.delivery;

import dev.postern.access.MailboxId;
import dev.postern.directory.DirectoryFailure;
import dev.postern.mailbox.Deliveries;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.PreparedMessage;
import dev.postern.store.Sql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Delivers in the transaction that accepts the message, if all mailboxes have one writer. This saves the row of the queue and a second
 * commit. All other mail goes through the queue: unknown or external addresses, many mailboxes, large contents.
 */
final class InlineDelivery {
    private final Mailboxes mailboxes;
    private final RecipientResolver recipients;
    private final MeetingDelivery meetings;
    private final AutomaticReplier replier;

    InlineDelivery(
            Mailboxes mailboxes, RecipientResolver recipients, MeetingDelivery meetings, AutomaticReplier replier) {
        this.mailboxes = mailboxes;
        this.recipients = recipients;
        this.meetings = meetings;
        this.replier = replier;
    }

    /**
     * The recipients' mailboxes and the copy for them.
     *
     * @param meeting null if the message carries none
     * @param answerable null if the message gets no automatic replies
     */
    record Plan(
            PreparedMessage copy,
            List<MailboxId> mailboxes,
            Instant now,
            MeetingDelivery.@Nullable Plan meeting,
            AutomaticReplier.@Nullable Plan answerable) {}

    /**
     * What a delivery has done.
     *
     * @param complete false if a mailbox is full or was removed: the message then goes through the queue, which reports it
     * @param answers of mailboxes that answer by themselves, and automatic replies
     */
    record Delivered(boolean complete, List<Submission> answers) {
        Delivered {
            answers = List.copyOf(answers);
        }
    }

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
        if (!plain) {
            return null;
        }
        PreparedMessage copy = Deliverer.copy(mailboxes, job, now);
        MeetingDelivery.Plan meeting = meetings.plan(job.envelope().tenant(), copy, resolution.owners());
        return resolution.mailboxes().size() > MeetingDelivery.batch(meeting)
                ? null
                : new Plan(
                        copy,
                        List.copyOf(resolution.mailboxes().keySet()),
                        now,
                        meeting,
                        replier.plan(job.envelope(), copy, resolution.owners()));
    }

    /** Delivers the message, and applies its meeting where it is new. */
    Delivered deliver(Sql sql, Plan plan) {
        Deliveries.Outcome outcome = mailboxes.deliveries().deliver(sql, plan.copy(), plan.mailboxes());
        var answers = new ArrayList<Submission>();
        if (plan.meeting() != null) {
            answers.addAll(meetings.apply(sql, plan.meeting(), outcome.added(), plan.now()));
        }
        if (plan.answerable() != null) {
            answers.addAll(replier.replies(sql, plan.answerable(), outcome.replying(), plan.now()));
        }
        return new Delivered(outcome.complete(), answers);
    }
}
