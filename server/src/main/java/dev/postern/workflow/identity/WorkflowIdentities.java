package dev.postern.workflow.identity;

import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.audit.Actor;
import java.util.Map;
import java.util.Optional;

/** The managed identities that workflows use: service principals of type ManagedIdentity. Thread-safe. */
public interface WorkflowIdentities {
    /** Who decides when an identity ends. */
    enum Kind {
        /** It belongs to one workflow and ends with it. */
        SYSTEM_ASSIGNED,
        /** It is a resource of its own. */
        USER_ASSIGNED
    }

    /** Creates an identity for a caller. {@code armId} becomes an alternative name, by which it can be found. */
    WorkflowIdentity create(TenantId tenant, Kind kind, String displayName, String armId, Actor actor);

    /** Finds an identity of either kind, but none of a program elsewhere. */
    Optional<WorkflowIdentity> find(TenantId tenant, String armId);

    /** Returns all user-assigned identities. */
    Map<IdentityPath, WorkflowIdentity> userAssigned(TenantId tenant);

    /** Gives an identity the name and the resource id of its workflow, which has moved. */
    void rename(TenantId tenant, ObjectId principal, String displayName, String armId, Actor actor);

    /** Deletes an identity with all its grants; does nothing if it does not exist. */
    void remove(TenantId tenant, ObjectId principal, Actor actor);
}
