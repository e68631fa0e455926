package dev.postern.gate;

import dev.postern.audit.Audit;
import dev.postern.audit.AuditEntry;
import dev.postern.directory.User;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.TemporaryFiles;

/** What a capability on a mailbox is made of. */
record OpenedMailbox(
        Caller caller,
        Operation operation,
        User owner,
        Mailbox mailbox,
        TemporaryFiles temporary,
        boolean content,
        AuditedDatabase database,
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
