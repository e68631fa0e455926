package dev.postern.access;

import java.util.Set;

/**
 * A role assignment of RBAC for Applications, as decisions use it. Immutable.
 *
 * @param id as the directory prints it; assignments are tried in the order of their ids
 * @param permissions what the role grants, for example {@code Mail.Send}; compared exactly; copied
 * @param scope the mailboxes for which it is valid
 */
public record RoleAssignment(String id, Set<String> permissions, ResourceScope scope) {
    /** Copies the set; an immutable one is taken as it is. */
    public RoleAssignment {
        permissions = Set.copyOf(permissions);
    }
}
