package dev.postern.gate;

import dev.postern.access.TenantId;
import dev.postern.audit.Audit;
import dev.postern.audit.ShownEntry;
import dev.postern.directory.DirectorySnapshot;
import java.util.List;
import java.util.UUID;

/** The audit of the caller's tenant, opened for reading. Only the gate creates one. */
public final class OpenAudit {
    private final Audit audit;
    private final TenantId tenant;
    private final DirectorySnapshot directory;

    OpenAudit(Audit audit, Caller caller) {
        this.audit = audit;
        this.tenant = caller.token().tenant();
        this.directory = caller.directory();
    }

    /** Returns the directory of the tenant, from which it can be computed what each application can access. */
    public DirectorySnapshot snapshot() {
        return directory;
    }

    /** Returns the tenant whose audit the caller may read, and with it its queue, which also shows who writes to whom. */
    public TenantId tenant() {
        return tenant;
    }

    /** Returns the entries of one request, oldest first, each verified. An allowed read is written within a second after its response. */
    public List<ShownEntry> byRequest(UUID requestId) {
        return audit.byRequest(tenant, requestId);
    }
}
