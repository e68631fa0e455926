package dev.postern.gate;

import dev.postern.access.MailboxId;
import dev.postern.audit.Audit;
import dev.postern.audit.AuditEntry;
import dev.postern.directory.User;
import dev.postern.mailbox.Mailboxes;

/** What a capability on a mailbox is made of. */
record OpenedMailbox(
        Caller caller,
        Operation operation,
        User owner,
        MailboxId id,
        boolean content,
        AuditedDatabase database,
        Mailboxes mailboxes,
        Submitter submitter,
        Audit audit,
        AuditEntry entry) {
    /** For each character: as it was read, as it is shown, and as it is sent. */
    private static final long COPIES = 5;

    /** Takes memory for text that was read. */
    void take(long text) {
        caller.context().memory().take(COPIES * text);
    }

    /** Ends the operation. An entry that no change carried to disk follows like that of a read. */
    void close() {
        if (!database.isWritten()) {
            audit.later(entry);
        }
    }
}
