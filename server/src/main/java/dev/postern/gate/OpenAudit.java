package dev.postern.gate;

import dev.postern.access.TenantId;
import dev.postern.audit.Audit;
import dev.postern.audit.AuditCursor;
import dev.postern.audit.AuditFilter;
import dev.postern.audit.AuditPage;
import dev.postern.audit.PermissionUse;
import dev.postern.audit.ShownEntry;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.trace.TraceFilter;
import dev.postern.trace.TracePage;
import dev.postern.trace.TraceSearch;
import dev.postern.trace.TracedMessage;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an auditor may read in the caller's tenant: the audit, and the directory that decides who can access which mailbox. It has no
 * method that changes anything. Only the gate creates one.
 */
public final class OpenAudit {
    private final Audit audit;
    private final TenantId tenant;
    private final DirectorySnapshot directory;
    private final TraceSearch traces;

    OpenAudit(Audit audit, Caller caller, TraceSearch traces) {
        this.audit = audit;
        this.tenant = caller.token().tenant();
        this.directory = caller.directory();
        this.traces = traces;
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

    /** Returns a part of what a search in this tenant finds, the newest entries first. */
    public AuditPage search(AuditFilter filter, AuditCursor from, int max) {
        if (!filter.tenant().equals(tenant)) {
            throw new IllegalArgumentException("The filter is for another tenant");
        }
        return audit.search(filter, from, max);
    }

    /**
     * Returns the messages that were submitted with a request id or a client request id, the newest first, or the message with this trace id.
     */
    public List<TracedMessage> traces(String id, int max) {
        return traces.byAnyId(tenant, id, max);
    }

    /** Returns a part of what a search for messages in this tenant finds, the newest first. */
    public TracePage traces(TraceFilter filter, TracePage.@Nullable Key after, int max) {
        if (!filter.tenant().equals(tenant)) {
            throw new IllegalArgumentException("The filter is for another tenant");
        }
        return traces.search(filter, after, max);
    }

    /** Returns which permissions the applications of the tenant have used. */
    public PermissionUse use() {
        return audit.use(tenant);
    }
}
