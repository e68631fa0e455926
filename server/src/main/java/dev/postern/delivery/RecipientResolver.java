package dev.postern.delivery;

import dev.postern.access.MailboxId;
import dev.postern.access.TenantId;
import java.util.Map;
import java.util.Set;

/** Who stands behind addresses. The directory implements it; any thread may use it. */
public interface RecipientResolver {
    /**
     * Resolves addresses of any case, groups opened with everything in them, each mailbox once.
     *
     * @param tenant the sender's
     */
    Resolution resolve(TenantId tenant, Set<String> addresses);

    /** The address from which a tenant reports what could not be delivered. */
    String postmaster(TenantId tenant);

    /**
     * Where a message goes. Every address that was asked for is behind one of the three.
     *
     * @param mailboxes those of the tenant, each with the address by which a report names it
     * @param unknown addresses in a domain that this service is responsible for, behind which nobody is
     * @param outside addresses elsewhere
     */
    record Resolution(Map<MailboxId, String> mailboxes, Set<String> unknown, Set<String> outside) {
        public Resolution {
            mailboxes = Map.copyOf(mailboxes);
            unknown = Set.copyOf(unknown);
            outside = Set.copyOf(outside);
        }
    }
}
