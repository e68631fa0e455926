package dev.postern.gate;

import dev.postern.audit.Audit;
import dev.postern.audit.AuditEntry;
import dev.postern.audit.PendingEntry;
import dev.postern.directory.User;
import dev.postern.mailbox.Mailboxes;
import dev.postern.store.Database;
import dev.postern.store.Work;
import dev.postern.trace.TraceSearch;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The data of an administration capability. For one thread. */
final class OpenedAdministration {
    private final Caller caller;
    private final Audit audit;
    private final Database database;
    private final Function<Database, Mailboxes> mailboxesOver;
    private AuditEntry entry;
    private @Nullable AuditedDatabase audited;

    OpenedAdministration(
            Caller caller,
            Audit audit,
            Database database,
            Function<Database, Mailboxes> mailboxesOver,
            AuditEntry entry) {
        this.caller = caller;
        this.audit = audit;
        this.database = database;
        this.mailboxesOver = mailboxesOver;
        this.entry = entry;
    }

    Caller caller() {
        return caller;
    }

    /** The mailboxes of the store, on a database whose first change commits the audit entry, which then names this mailbox. */
    Mailboxes mailboxes(User owner) {
        entry = with(entry.operation(), owner);
        mailboxesOver
                .apply(database)
                .ensure(Objects.requireNonNull(entry.mailbox()), caller.token().tenant(), owner.id());
        if (audited == null) {
            audited = new AuditedDatabase(database, new PendingEntry(audit, entry));
        }
        return mailboxesOver.apply(audited);
    }

    /** Changes something together with the audit entry. The mailbox has been opened before. */
    <T extends @Nullable Object> T write(Work<T> work) {
        return Objects.requireNonNull(audited).write(work);
    }

    TraceSearch traces() {
        return new TraceSearch(database);
    }

    private AuditEntry with(String operation, @Nullable User owner) {
        return new AuditEntry(
                entry.tenant(),
                owner == null ? entry.mailbox() : AdministrationReader.id(owner),
                entry.at(),
                entry.actor(),
                operation,
                entry.target(),
                entry.verdict(),
                entry.rule(),
                entry.policy(),
                entry.explanation());
    }

    void qualify(String how) {
        entry = with(entry.operation() + " " + how, null);
    }

    void close() {
        if (audited == null || !audited.isWritten()) {
            audit.later(entry);
        }
    }
}
