package dev.postern.workflow.api;

import dev.postern.access.TenantId;
import dev.postern.http.Request;

/** Authorizes callers of the management API. Thread-safe. */
@FunctionalInterface
public interface ManagementAccess {
    /**
     * Returns the tenant whose workflows the caller may access.
     *
     * @throws ArmFailure if the caller is not authorized
     */
    TenantId check(Request request);
}
