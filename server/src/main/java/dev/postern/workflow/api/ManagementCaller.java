package dev.postern.workflow.api;

import dev.postern.access.TenantId;
import dev.postern.audit.PendingEntry;
import dev.postern.directory.Tenant;

/**
 * An authorized caller of the management API.
 *
 * @param workflows whether the caller may access the workflows of the tenant; without it the caller sees no subscription
 * @param entry the audit entry of the request, which is committed with the change that the request makes
 */
public record ManagementCaller(Tenant tenant, boolean workflows, PendingEntry entry) implements AutoCloseable {
    TenantId tenantId() {
        return tenant.id();
    }

    /** Ends the request. */
    @Override
    public void close() {
        entry.close();
    }
}
