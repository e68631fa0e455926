package dev.postern.delivery;

import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.store.Sql;
import java.util.Map;
import java.util.Set;

/** Resolves addresses to mailboxes. Thread-safe. */
public interface RecipientResolver {
    /**
     * Resolves addresses without regard to case. Groups are expanded; each mailbox is returned once.
     *
     * @param tenant the sender's
     */
    Resolution resolve(TenantId tenant, Set<String> addresses);

    /** As {@link #resolve(TenantId, Set)}, in the caller's transaction. */
    Resolution resolve(Sql sql, TenantId tenant, Set<String> addresses);

    /** Returns the directory as it is now. */
    DirectorySnapshot directory(TenantId tenant);

    /** Returns the sender address of a tenant's non-delivery reports. */
    String postmaster(TenantId tenant);

    /**
     * The result for a message. Every requested address is in one of the three parts.
     *
     * @param mailboxes the mailboxes of the tenant, each with its address for reports
     * @param owners of these mailboxes
     * @param unknown addresses in an accepted domain that belong to no recipient
     * @param outside external addresses
     */
    record Resolution(
            Map<MailboxId, String> mailboxes,
            Map<MailboxId, ObjectId> owners,
            Set<String> unknown,
            Set<String> outside) {
        public Resolution {
            mailboxes = Map.copyOf(mailboxes);
            owners = Map.copyOf(owners);
            unknown = Set.copyOf(unknown);
            outside = Set.copyOf(outside);
        }
    }
}
