package dev.postern.workflow.identity;

import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.audit.Actor;
import java.util.Optional;

/** The managed identities of workflows: service principals of type ManagedIdentity. Thread-safe. */
public interface WorkflowIdentities {
    /** Creates an identity for a caller. {@code armId} becomes an alternative name, by which it can be found. */
    WorkflowIdentity create(TenantId tenant, String displayName, String armId, Actor actor);

    Optional<WorkflowIdentity> find(TenantId tenant, String armId);

    /** Deletes an identity with all its grants; does nothing if it does not exist. */
    void remove(TenantId tenant, ObjectId principal, Actor actor);
}
