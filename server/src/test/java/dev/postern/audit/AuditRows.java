package dev.postern.audit;

import dev.postern.access.MailboxId;
import dev.postern.access.TenantId;
import dev.postern.store.Database;
import java.time.Instant;
import java.util.List;

/** Reads the audit of a database, for tests. */
public record AuditRows(Database database) {
    /** Returns the entries of a tenant that are not about a mailbox, oldest first. */
    public List<AuditEntry> ofTenant(TenantId tenant) {
        return entries(new Chain.OfTenant(tenant));
    }

    /** Returns the entries of a mailbox, oldest first. */
    public List<AuditEntry> ofMailbox(MailboxId mailbox) {
        return entries(new Chain.OfMailbox(mailbox));
    }

    private List<AuditEntry> entries(Chain chain) {
        return database.read(sql -> sql.list(
                chain.rows(), row -> AuditJson.read(row.text(2)), chain.key(), 0L, Long.MAX_VALUE, Integer.MAX_VALUE));
    }

    public boolean isWhole(TenantId tenant) {
        return isWhole(new Chain.OfTenant(tenant));
    }

    public boolean isWhole(MailboxId mailbox) {
        return isWhole(new Chain.OfMailbox(mailbox));
    }

    private boolean isWhole(Chain chain) {
        return new Verifier(database, Anchors.none(), Instant.MAX, Verifier.Pace.FULL)
                .only(chain)
                .isEmpty();
    }
}
