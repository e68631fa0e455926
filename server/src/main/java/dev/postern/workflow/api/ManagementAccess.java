package dev.postern.workflow.api;

import dev.postern.http.Request;

/** Authorizes callers of the management API. Thread-safe. */
@FunctionalInterface
public interface ManagementAccess {
    /**
     * Returns the caller, who may perform the requested operation in its tenant. The caller of this method closes it.
     *
     * @throws ArmFailure if the caller is not authorized
     */
    ManagementCaller check(Request request);
}
