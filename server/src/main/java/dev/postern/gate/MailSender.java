package dev.postern.gate;

import dev.postern.delivery.Submission;
import dev.postern.mailbox.Address;
import dev.postern.mailbox.Content;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.NewAttachment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The mail of a mailbox, opened for reading and sending. It can change only the draft that is sent, and mark the message
 * that was answered.
 */
public final class MailSender extends MailReader {
    MailSender(OpenedMailbox opened) {
        super(opened);
    }

    /**
     * Accepts a new message to be sent. It is on disk when this returns. A request that is repeated with its {@code client-request-id} is
     * accepted once.
     *
     * @param original the MIME that it was submitted as, or null
     * @param due when to send it; null for now. Until then it is a draft, and the caller's rights are decided again at that time.
     * @param delay of the delivery of a message that is sent now
     * @throws Refusal.SendAsDenied if the mailbox may not send with the author of the message
     * @throws dev.postern.delivery.DeliveryFailure if it cannot be sent
     */
    public void submit(
            ObjectNode message,
            List<NewAttachment> attachments,
            @Nullable Content original,
            boolean save,
            @Nullable Instant due,
            Duration delay) {
        Submission.What.Message what = new Submission.What.Message(message, attachments, original);
        Submitter submitter =
                opened.submitter().representing(Address.of(message.get("from")), Address.of(message.get("sender")));
        if (due == null) {
            SubmissionIds.Key key = SubmissionIds.of(
                    opened.caller().context().ownClientRequestId().orElse(""),
                    submitter.mailbox(),
                    opened.caller().token().app(),
                    what,
                    submitter.clock().instant());
            submitter.submit(key, what, save, delay);
        } else {
            submitter.submit(what, save, until(due), delay);
        }
    }

    /**
     * Accepts a draft to be sent, as {@link #submit}; it becomes the copy in Sent Items.
     *
     * @param draft as it was read, with its author
     * @param changeKey the current one, if {@link #setSender} has changed the draft since
     */
    public void submitDraft(Item draft, String changeKey, @Nullable Instant due, Duration delay) {
        opened.submitter()
                .representing(
                        draft.message().summary().from(),
                        draft.message().summary().sender())
                .submit(new Submission.What.Draft(ItemRef.of(draft.id()), changeKey), true, until(due), delay);
    }

    /**
     * Decides about the author of a draft before anything of it is changed.
     *
     * @throws Refusal.SendAsDenied if the mailbox may not send with it
     */
    public void checkAuthor(Item draft) {
        var _ = opened.submitter()
                .representing(
                        draft.message().summary().from(),
                        draft.message().summary().sender());
    }

    private Submission.@Nullable Deferral until(@Nullable Instant due) {
        Caller caller = opened.caller();
        return due == null
                ? null
                : new Submission.Deferral(
                        due,
                        StoredCaller.of(Requester.of(caller.token()), opened.owner(), opened.operation())
                                .text(),
                        caller.context().requestId());
    }

    /** Sets the sender of a draft that has none; returns the draft's new change key. */
    public String setSender(ItemRef draft, @Nullable String changeKey, ObjectNode fromAndSender) {
        return opened.mailbox().items().update(draft, changeKey, fromAndSender).changeKey();
    }

    /**
     * Marks the message that was answered. The answer is accepted already, so a failure is only logged: the caller would
     * send it again.
     *
     * @param verb the extended properties that say how and when
     * @param read whether it is marked as read too
     */
    public void markAnswered(ItemRef original, ArrayNode verb, boolean read) {
        AnsweredMark.set(opened.mailbox(), original, verb, read);
    }
}
