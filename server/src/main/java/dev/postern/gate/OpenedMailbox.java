package dev.postern.gate;

import dev.postern.audit.Audit;
import dev.postern.audit.AuditEntry;
import dev.postern.directory.User;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.TemporaryFiles;
import dev.postern.store.Sql;

/** The data of a mailbox capability. */
record OpenedMailbox(
        Caller caller,
        Operation operation,
        User owner,
        Mailbox mailbox,
        Mailboxes mailboxes,
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

    /** The same mailbox within a transaction that is running. */
    OpenedMailbox within(Sql sql) {
        return new OpenedMailbox(
                caller,
                operation,
                owner,
                mailboxes.within(sql).open(mailbox.id()),
                mailboxes,
                temporary,
                content,
                database,
                submitter,
                audit,
                entry);
    }

    /** Ends the operation. An entry that no change has committed is written like that of a read. */
    void close() {
        if (!database.isWritten()) {
            audit.later(database.entry());
        }
    }
}
