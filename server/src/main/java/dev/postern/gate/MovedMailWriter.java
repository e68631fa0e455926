package dev.postern.gate;

import dev.postern.access.MailboxId;
import dev.postern.mailbox.Content;
import dev.postern.mailbox.Deliveries;
import dev.postern.mailbox.Filing;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.MovedFolders;
import dev.postern.mailbox.NewMessage;
import dev.postern.mailbox.ReceivedMessage;
import java.util.ArrayList;
import java.util.List;

/** All mail of one mailbox, opened for the administrator who moves mail in. Nothing else follows from it: no rules, no replies, no traces. */
public final class MovedMailWriter extends MovedMailReader {
    MovedMailWriter(OpenedMoving opened) {
        super(opened);
    }

    /** What became of a message. */
    public enum Outcome {
        STORED,
        /** The mailbox had it already, in any folder. */
        PRESENT,
        /** The mailbox has no space for it. */
        FULL
    }

    public MailboxId mailbox() {
        return opened.mailbox().id();
    }

    /** The folder with these names from the top of the mailbox down, created if it does not exist. */
    public FolderId folder(List<String> path) {
        return MovedFolders.ensure(opened.mailbox(), path);
    }

    /** Whether the mailbox has a message with this id, in any folder. */
    public boolean has(ItemId id) {
        return opened.mailbox()
                .read(sql -> !opened.mailboxes()
                        .deliveries()
                        .having(sql, id, List.of(mailbox()))
                        .isEmpty());
    }

    /** Prepares a message with its flags, see {@link Deliveries#received}. */
    public ReceivedMessage prepare(ItemId id, FolderId folder, NewMessage message, Content original) {
        return opened.mailboxes().deliveries().received(mailbox(), id, folder, message, original);
    }

    /**
     * Stores messages in one transaction, with the audit entry if it is the first. Returns the outcome of each.
     *
     * @throws dev.postern.mailbox.MailboxFailure.FolderNotFound if a folder of them does not exist any more; nothing is stored then
     */
    public List<Outcome> store(List<ReceivedMessage> messages) {
        Deliveries deliveries = opened.mailboxes().deliveries();
        messages.stream().filter(one -> !one.large().isEmpty()).forEach(one -> deliveries.bring(one, mailbox()));
        return opened.write(sql -> {
            var outcomes = new ArrayList<Outcome>();
            messages.stream()
                    .map(one -> one.prepared().item().core().folder())
                    .distinct()
                    .forEach(folder -> opened.mailbox().folders().get(sql, folder));
            for (ReceivedMessage message : messages) {
                Deliveries.Outcome outcome =
                        deliveries.deliver(sql, message.prepared(), List.of(mailbox()), Filing.NONE);
                outcomes.add(
                        outcome.full().isEmpty()
                                ? outcome.added().isEmpty() ? Outcome.PRESENT : Outcome.STORED
                                : Outcome.FULL);
            }
            return outcomes;
        });
    }
}
