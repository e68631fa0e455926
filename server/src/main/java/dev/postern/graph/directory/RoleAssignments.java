package dev.postern.graph.directory;

import dev.postern.access.ObjectId;
import dev.postern.directory.AppRoleAssignment;
import dev.postern.directory.DirectoryFailure;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Draft;
import dev.postern.directory.ServicePrincipal;
import dev.postern.graph.GraphFailure;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;

/** Grants app roles, the same way for every protocol. Thread-safe. */
public final class RoleAssignments {
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    public RoleAssignments(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Grants a role of a resource to a service principal.
     *
     * @throws DirectoryFailure.NotFound if the principal or the resource is not a service principal of the tenant
     * @throws GraphFailure if the resource has no such role for applications, or the principal already has it
     */
    public AppRoleAssignment grant(Draft draft, ObjectId principalId, ObjectId resourceId, UUID roleId) {
        DirectorySnapshot before = draft.before();
        ServicePrincipal principal = principal(before, principalId);
        ServicePrincipal resource = principal(before, resourceId);
        boolean offered = resource.appRoles().stream()
                .anyMatch(role -> role.id().equals(roleId)
                        && role.enabled()
                        && role.allowedMemberTypes().contains("Application"));
        if (!offered) {
            throw GraphFailure.directory("Permission being assigned was not found on application");
        }
        boolean held = before.assignmentsOf(principal.id()).stream()
                .anyMatch(assignment -> assignment.resource().equals(resource.id())
                        && assignment.appRoleId().equals(roleId));
        if (held) {
            throw GraphFailure.directory("Permission being assigned already exists on the object");
        }
        var assignment = new AppRoleAssignment(
                AppRoleAssignment.newId(principal.id(), random),
                principal.id(),
                resource.id(),
                roleId,
                clock.instant());
        draft.put(assignment);
        return assignment;
    }

    private static ServicePrincipal principal(DirectorySnapshot directory, ObjectId id) {
        ServicePrincipal principal = directory.find(id, ServicePrincipal.class);
        if (principal == null) {
            throw new DirectoryFailure.NotFound(id.toString());
        }
        return principal;
    }
}
