package dev.postern.gate;

import dev.postern.access.TenantId;
import dev.postern.audit.Audit;
import dev.postern.audit.ShownEntry;
import java.util.List;
import java.util.UUID;

/** The audit of the caller's tenant, opened for reading. Only the gate makes one. */
public final class OpenAudit {
    private final Audit audit;
    private final TenantId tenant;

    OpenAudit(Audit audit, TenantId tenant) {
        this.audit = audit;
        this.tenant = tenant;
    }

    /** The tenant whose audit the caller may read, and with it what tells the same: who writes to whom. */
    public TenantId tenant() {
        return tenant;
    }

    /** The entries of one request, oldest first, each verified. An allowed read is written within a second after its response. */
    public List<ShownEntry> byRequest(UUID requestId) {
        return audit.byRequest(tenant, requestId);
    }
}
