package dev.postern.access;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The role assignments of RBAC for Applications. What the token contains does not matter for them, and application access policies do not
 * narrow them.
 */
final class RoleRules {
    private RoleRules() {}

    /** @param principal the caller; null if it is unknown, disabled, or belongs to another application */
    static DecisionHalf.Rbac decide(AccessSnapshot snapshot, @Nullable Principal principal, Asked asked) {
        if (principal == null || principal.roles().isEmpty()) {
            return DecisionHalf.Rbac.NONE;
        }
        DecisionHalf.Rbac outside = null;
        for (RoleAssignment assignment : principal.roles()) {
            String permission = permission(assignment, asked.sufficientPermissions());
            if (permission != null) {
                List<ObjectId> path = path(snapshot, assignment.scope(), asked.mailboxOwner());
                if (path != null) {
                    return half(Rule.ROLE_ASSIGNMENT, assignment, permission, path);
                }
                if (outside == null) {
                    outside = half(Rule.OUTSIDE_EVERY_ROLE_SCOPE, assignment, permission, List.of());
                }
            }
        }
        return outside == null ? new DecisionHalf.Rbac(Rule.ROLE_WITHOUT_PERMISSION, null, null, List.of()) : outside;
    }

    private static DecisionHalf.Rbac half(
            Rule rule, RoleAssignment assignment, String permission, List<ObjectId> path) {
        var grant = new Grant(permission, new GrantSource.RoleAssignment(assignment.id()));
        return new DecisionHalf.Rbac(rule, grant, assignment.id(), path);
    }

    /** Of the permissions that suffice, the smallest by name that the role grants; null if it grants none. */
    private static @Nullable String permission(RoleAssignment assignment, Set<String> sufficient) {
        String smallest = null;
        for (String permission : sufficient) {
            if (assignment.permissions().contains(permission)
                    && (smallest == null || permission.compareTo(smallest) < 0)) {
                smallest = permission;
            }
        }
        return smallest;
    }

    /** The path from the scope down to the owner; null if the scope does not contain the owner. */
    private static @Nullable List<ObjectId> path(
            AccessSnapshot snapshot, ResourceScope scope, @Nullable ObjectId owner) {
        boolean every = scope instanceof ResourceScope.Organization;
        if (owner == null) {
            return every ? List.of() : null;
        }
        if (!every && !snapshot.scopeContents().contains(scope, owner)) {
            return null;
        }
        return switch (scope) {
            case ResourceScope.GroupMembers(ObjectId group) -> List.of(group, owner);
            case ResourceScope.AdministrativeUnit(ObjectId unit) -> List.of(unit, owner);
            case ResourceScope.ManagementScope _, ResourceScope.Organization _ -> List.of(owner);
        };
    }
}
