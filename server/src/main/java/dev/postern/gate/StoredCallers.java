package dev.postern.gate;

import dev.postern.access.MailboxId;
import dev.postern.access.TenantId;
import dev.postern.audit.Audit;
import dev.postern.audit.AuditEntry;
import dev.postern.audit.PendingEntry;
import dev.postern.directory.Directory;
import dev.postern.directory.DirectoryFailure;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.User;
import dev.postern.mailbox.Mailboxes;
import dev.postern.store.Database;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Opens mailboxes for work that is done later for a caller: a changed grant or policy takes effect immediately. */
final class StoredCallers {
    private final Directory directory;
    private final PolicyPropagation propagation;
    private final Audit audit;
    private final Database database;
    private final Function<Database, Mailboxes> mailboxesOver;
    private final InstantSource clock;

    StoredCallers(
            Directory directory,
            PolicyPropagation propagation,
            Audit audit,
            Database database,
            Function<Database, Mailboxes> mailboxesOver,
            InstantSource clock) {
        this.directory = directory;
        this.propagation = propagation;
        this.audit = audit;
        this.database = database;
        this.mailboxesOver = mailboxesOver;
        this.clock = clock;
    }

    /** What a stored caller needs once it is authorized again: the database adds the audit entry to its first change. */
    record Reopened(
            User owner,
            DirectorySnapshot directory,
            boolean content,
            AuditEntry entry,
            PendingEntry pending,
            AuditedDatabase database,
            Mailboxes mailboxes) {}

    /**
     * Decides a stored caller again.
     *
     * @param how appended to the operation's name in the audit
     * @param requestId for the audit
     * @param gone thrown if the caller's mailbox is not this one any more
     * @throws Refusal if the caller is no longer authorized, or the directory is not current
     */
    Reopened reopen(
            StoredCaller stored,
            MailboxId mailbox,
            String how,
            UUID requestId,
            Supplier<? extends RuntimeException> gone) {
        DirectorySnapshot now = current(stored.requester().tenant());
        User owner = now.find(stored.owner(), User.class);
        if (owner == null || !mailbox.equals(owner.mailbox())) {
            throw gone.get();
        }
        Operation operation = stored.operation();
        MailboxDecision decision =
                MailboxDecision.of(now, stored.requester(), operation.named(operation.name() + how), owner);
        String target = stored.owner().toString();
        AuditEntry entry = decision.entry(requestId, target, clock.instant());
        Refusal refusal = decision.refusal(target);
        if (refusal != null) {
            audit.append(entry);
            throw refusal;
        }
        PendingEntry pending = new PendingEntry(audit, entry);
        AuditedDatabase audited = new AuditedDatabase(database, pending);
        return new Reopened(owner, now, decision.content(), entry, pending, audited, mailboxesOver.apply(audited));
    }

    /**
     * Whether a stored caller would still be authorized. Nothing is written to the audit.
     *
     * @throws Refusal.NotCurrent if the directory is not current
     */
    boolean allows(StoredCaller stored, MailboxId mailbox) {
        DirectorySnapshot now = current(stored.requester().tenant());
        User owner = now.find(stored.owner(), User.class);
        return owner != null
                && mailbox.equals(owner.mailbox())
                && !MailboxDecision.of(now, stored.requester(), stored.operation(), owner)
                        .isDenied();
    }

    private DirectorySnapshot current(TenantId tenant) {
        try {
            return propagation.seen(directory.snapshot(tenant));
        } catch (DirectoryFailure.NotCurrent e) {
            throw new Refusal.NotCurrent(String.valueOf(e.getMessage()));
        }
    }
}
