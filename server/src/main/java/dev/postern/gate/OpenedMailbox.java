package dev.postern.gate;

import dev.postern.access.MailboxId;
import dev.postern.audit.Audit;
import dev.postern.audit.AuditEntry;
import dev.postern.directory.User;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.TemporaryFiles;
import java.util.function.Function;

/**
 * The data of a mailbox capability.
 *
 * @param others opens another mailbox, which has been decided about separately
 */
record OpenedMailbox(
        Caller caller,
        Operation operation,
        User owner,
        Mailbox mailbox,
        Function<MailboxId, Mailbox> others,
        TemporaryFiles temporary,
        boolean content,
        AuditedDatabase database,
        Submitter submitter,
        Audit audit,
        AuditEntry entry) {
    /** Takes memory of the request's lease, or releases it if the number is negative. */
    void account(long bytes) {
        if (bytes >= 0) {
            caller.context().memory().take(bytes);
        } else {
            caller.context().memory().release(-bytes);
        }
    }

    /** Ends the operation. An entry that no change has committed is written like that of a read. */
    void close() {
        if (!database.isWritten()) {
            audit.later(entry);
        }
    }
}
