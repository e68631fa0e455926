package dev.postern.workflow.identity;

import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import java.util.Optional;

/** The managed identities of workflows: service principals of type ManagedIdentity. May be called from any thread. */
public interface WorkflowIdentities {
    /** Makes one. {@code armId} becomes an alternative name, by which it is found again. */
    WorkflowIdentity create(TenantId tenant, String displayName, String armId);

    Optional<WorkflowIdentity> find(TenantId tenant, String armId);

    /** Removes one with everything it was granted; nothing happens when it is gone already. */
    void remove(TenantId tenant, ObjectId principal);
}
