package dev.postern.workflow.api;

import dev.postern.access.TenantId;
import dev.postern.directory.Tenant;

/**
 * An authorized caller of the management API.
 *
 * @param workflows whether the caller may access the workflows of the tenant; without it the caller sees no subscription
 */
public record ManagementCaller(Tenant tenant, boolean workflows) {
    TenantId tenantId() {
        return tenant.id();
    }
}
