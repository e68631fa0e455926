package dev.postern.workflow.api;

import dev.postern.access.TenantId;
import dev.postern.http.Request;

/** Lets callers of the management API in. May be called from any thread. */
@FunctionalInterface
public interface ManagementAccess {
    /**
     * The tenant whose workflows the caller may reach.
     *
     * @throws ArmFailure when it may not
     */
    TenantId check(Request request);
}
