package dev.postern.delivery;

import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.mailbox.Deliveries;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.PreparedMessage;
import dev.postern.mailbox.rule.RuleSets;
import dev.postern.store.Sql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Delivers a message into mailboxes of the tenant, with everything that follows from it there, in one transaction: rules
 * are carried out, calendars change, and mailboxes answer.
 */
final class LocalDelivery {
    /** Of the text of a message, for all mailboxes of a transaction together. */
    private static final long MAX_TEXT = 32 << 20;

    private final Mailboxes mailboxes;
    private final MeetingDelivery meetings;
    private final AutomaticReplier replier;
    private final RecipientResolver recipients;
    private final RuleSets rules;
    private final Receipts receipts;

    LocalDelivery(
            Mailboxes mailboxes,
            RecipientResolver recipients,
            RuleSets rules,
            MeetingDelivery meetings,
            AutomaticReplier replier) {
        this.mailboxes = mailboxes;
        this.recipients = recipients;
        this.rules = rules;
        this.meetings = meetings;
        this.replier = replier;
        this.receipts = new Receipts(mailboxes, recipients);
    }

    /** Whether nothing follows from the delivery that the plan does not say. */
    boolean isPlain(Plan plan) {
        return plan.meeting() == null && !receipts.wanted(plan);
    }

    /**
     * What is known before the transaction.
     *
     * @param copy the message in each mailbox
     * @param owners of the mailboxes
     * @param meeting null if the message carries none
     * @param answerable null if the message gets no automatic replies
     */
    record Plan(
            Envelope envelope,
            PreparedMessage copy,
            Map<MailboxId, ObjectId> owners,
            MeetingDelivery.@Nullable Plan meeting,
            AutomaticReplier.@Nullable Plan answerable) {
        /** The number of mailboxes to which one transaction delivers; fewer for a long message, because each of them may forward it. */
        int batch() {
            long fitting = MAX_TEXT / Math.max(1, copy.bytesInMemory());
            return Math.min(MeetingDelivery.batch(meeting), Math.clamp(fitting, 1, Deliverer.BATCH));
        }
    }

    /**
     * What a delivery has done.
     *
     * @param answers of mailboxes that answer by themselves, to be accepted in the same transaction
     * @param sent by rules, and receipts, to be put into the queue in the same transaction
     */
    record Delivered(Deliveries.Outcome outcome, List<Submission> answers, List<RuleMail> sent) {
        Delivered {
            sent = List.copyOf(sent);
            answers = List.copyOf(answers);
        }
    }

    Plan plan(Envelope envelope, PreparedMessage copy, Map<MailboxId, ObjectId> owners) {
        return new Plan(
                envelope,
                copy,
                Map.copyOf(owners),
                meetings.plan(envelope.tenant(), copy, owners),
                replier.plan(envelope, copy, owners));
    }

    /** As {@link #plan}, for a message of another host: its author is not known, whatever the message says. */
    Plan received(Envelope envelope, PreparedMessage copy, Map<MailboxId, ObjectId> owners) {
        return new Plan(
                envelope,
                copy,
                Map.copyOf(owners),
                meetings.received(envelope.tenant(), copy, owners),
                replier.plan(envelope, copy, owners));
    }

    /** Delivers the message to some of the mailboxes of the plan. */
    Delivered deliver(Sql sql, Plan plan, List<MailboxId> some, Instant now) {
        var runner = new RuleRunner(
                rules,
                () -> recipients.directory(plan.envelope().tenant()),
                plan.envelope(),
                plan.copy(),
                plan.owners());
        Deliveries.Outcome outcome = mailboxes.deliveries().deliver(sql, plan.copy(), some, runner);
        var answers = new ArrayList<Submission>();
        if (plan.meeting() != null) {
            answers.addAll(meetings.apply(sql, plan.meeting(), outcome.added(), now));
        }
        if (plan.answerable() != null) {
            answers.addAll(replier.replies(sql, plan.answerable(), outcome.replying(), now));
        }
        var sent = new ArrayList<>(runner.mails(mailboxes, outcome.added(), now));
        if (receipts.wanted(plan)) {
            sent.addAll(receipts.of(plan, outcome.added(), now));
        }
        return new Delivered(outcome, answers, sent);
    }
}
