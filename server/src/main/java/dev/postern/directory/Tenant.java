package dev.postern.directory;

import dev.postern.access.TenantId;
import java.time.Instant;
import java.util.List;

/**
 * A tenant.
 *
 * @param domains the accepted domains in lower case, the default one first; addresses in them are local
 */
public record Tenant(TenantId id, Instant createdAt, List<String> domains) {
    public Tenant {
        domains = List.copyOf(domains);
    }

    public String defaultDomain() {
        return domains.getFirst();
    }
}
