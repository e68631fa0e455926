package dev.postern.delivery;

import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.Items;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.NewMessage;
import dev.postern.mailbox.PreparedMessage;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.store.Sql;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Accepts messages that are to be sent later: the draft and the row of the queue are written in one transaction. */
record DeferredSubmissions(Mailboxes mailboxes, OutboundQueue queue, DeferredQueue deferred) {
    void hold(Submission submission, Submission.Deferral until) {
        switch (submission.what()) {
            case Submission.What.Message message -> hold(submission, message, until);
            case Submission.What.Draft draft -> hold(submission, draft, until);
            case Submission.What.Due _ -> throw new IllegalArgumentException("A message that is due is not deferred");
        }
    }

    private void hold(Submission submission, Submission.What.Message what, Submission.Deferral until) {
        SendingMailbox sender = submission.sender();
        ObjectNode message = Submissions.signed(what.message(), sender);
        Envelope envelope = new Envelope(sender.tenant(), sender.returnAddress(), RecipientAddresses.of(message));
        Items items = mailboxes.open(sender.mailbox()).items();
        PreparedMessage draft = items.prepare(
                new ItemId(submission.id()),
                WellKnownFolder.DRAFTS.id(),
                new NewMessage(message, what.attachments(), true, true, null, null, what.original()));
        queue.database().write(sql -> {
            items.insert(sql, draft);
            hold(sql, draft.item().id(), envelope, submission, until);
            return true;
        });
    }

    /** The recipients are resolved when it is sent, so the envelope of the row contains none. */
    private void hold(Submission submission, Submission.What.Draft draft, Submission.Deferral until) {
        SendingMailbox sender = submission.sender();
        Envelope envelope = new Envelope(sender.tenant(), sender.returnAddress(), Set.of());
        queue.database().write(sql -> {
            mailboxes.open(sender.mailbox()).items().requireDraft(sql, draft.item(), draft.changeKey());
            hold(sql, draft.item().id(), envelope, submission, until);
            return true;
        });
    }

    private void hold(Sql sql, ItemId item, Envelope envelope, Submission submission, Submission.Deferral until) {
        deferred.hold(sql, item, envelope, submission.sender(), submission.save(), until);
        mailboxes.open(submission.sender().mailbox()).usage().requireQueue(sql);
    }
}
