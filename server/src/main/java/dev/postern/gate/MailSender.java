package dev.postern.gate;

import dev.postern.delivery.Submission;
import dev.postern.mailbox.Content;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.NewAttachment;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The mail of a mailbox, opened for reading and sending. It can change only the draft that is sent. */
public final class MailSender extends MailReader {
    MailSender(OpenedMailbox opened) {
        super(opened);
    }

    /**
     * Accepts a new message to be sent. It is on disk when this returns.
     *
     * @param original the MIME that it was submitted as, or null
     * @throws dev.postern.delivery.DeliveryFailure if it cannot be sent
     */
    public void submit(ObjectNode message, List<NewAttachment> attachments, @Nullable Content original, boolean save) {
        opened.submitter().submit(new Submission.What.Message(message, attachments, original), save);
    }

    /** Accepts a draft to be sent, as {@link #submit}; it becomes the copy in Sent Items. */
    public void submitDraft(ItemRef draft, @Nullable String changeKey) {
        opened.submitter().submit(new Submission.What.Draft(draft, changeKey), true);
    }

    /** Sets the sender of a draft that has none; returns the draft's new change key. */
    public String setSender(ItemRef draft, @Nullable String changeKey, ObjectNode fromAndSender) {
        return opened.mailbox().items().update(draft, changeKey, fromAndSender).changeKey();
    }
}
