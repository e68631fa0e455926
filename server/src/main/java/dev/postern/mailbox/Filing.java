package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Sql;
import java.util.Map;

/** Decides where a delivered message is put in mailboxes that have rules. */
@FunctionalInterface
public interface Filing {
    /** Leaves everything in the folder that it was prepared for. */
    Filing NONE = (_, _) -> Map.of();

    /**
     * Called at most once in a delivery, after the mailboxes were locked.
     *
     * @param ruled the mailboxes with enabled rules, with the number that changes with their rules
     * @return mailboxes that are missing here get the message in the folder that it was prepared for
     */
    Map<MailboxId, Placement> place(Sql sql, Map<MailboxId, Long> ruled);
}
