package dev.postern.mailbox.setting;

import dev.postern.access.MailboxId;
import dev.postern.store.Sql;
import java.time.Instant;

/**
 * The senders to which a mailbox has sent its automatic reply: each gets one until replies are switched off or get another window. The rows
 * are removed then.
 */
public record SentReplies(MailboxId mailbox) {
    /**
     * Records a reply; false if the sender has got one.
     *
     * @param sender a folded address
     */
    public boolean add(Sql sql, String sender, Instant now) {
        return sql.update(
                        "insert into automatic_reply (mailbox_id, sender, sent_at) values (?, ?, ?)"
                                + " on conflict do nothing",
                        mailbox.value(),
                        sender,
                        now)
                > 0;
    }

    void settingsChanged(Sql sql, AutomaticReplies before, AutomaticReplies after) {
        boolean on = after.status() != AutomaticReplies.Status.DISABLED;
        sql.update("update mailbox set replies = ? where mailbox_id = ?", on, mailbox.value());
        if (!on || after.period() != before.period()) {
            sql.update("delete from automatic_reply where mailbox_id = ?", mailbox.value());
        }
    }
}
