package dev.postern.directory;

import dev.postern.access.ObjectId;
import java.time.Instant;

/** What Exchange stores for RBAC for Applications, and its transport rules. Its id is the Guid that cmdlets print. */
public sealed interface ExchangeObject
        permits ExchangeServicePrincipal, ManagementScope, ManagementRoleAssignment, TransportRule {
    ObjectId id();

    Instant createdAt();

    /** Unique among the objects of the same type, compared without case. */
    String name();
}
