package dev.postern.gate;

import dev.postern.access.ObjectId;
import dev.postern.directory.AppRole;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ServicePrincipal;
import dev.postern.token.Resource;
import dev.postern.token.VerifiedToken;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Permissions on resources other than mailboxes. As for mailboxes, a permission counts only if the token and the directory both contain it.
 */
final class Permissions {
    private Permissions() {}

    /** Returns a sufficient permission, the first by name, or null if the caller has none. */
    static @Nullable String find(Caller caller, Resource resource, Operation operation) {
        VerifiedToken token = caller.token();
        DirectorySnapshot directory = caller.directory();
        ServicePrincipal principal = directory.find(token.principal(), ServicePrincipal.class);
        if (principal == null
                || !principal.accountEnabled()
                || !principal.appId().equals(token.app())) {
            return null;
        }
        if (operation.permissions().contains(Operation.NO_PERMISSION)) {
            return Operation.NO_PERMISSION;
        }
        var wanted = new TreeSet<>(operation.permissions());
        wanted.retainAll(token.roles());
        wanted.retainAll(granted(directory, principal.id(), resource));
        return wanted.isEmpty() ? null : wanted.first();
    }

    /** Returns the values of the resource's roles that are currently assigned to a principal. */
    private static Set<String> granted(DirectorySnapshot directory, ObjectId principal, Resource resource) {
        ServicePrincipal guarded = directory.servicePrincipal(resource.appId());
        if (guarded == null) {
            return Set.of();
        }
        Set<UUID> roles = directory.assignmentsOf(principal).stream()
                .filter(assignment -> assignment.resource().equals(guarded.id()))
                .map(assignment -> assignment.appRoleId())
                .collect(Collectors.toSet());
        return guarded.appRoles().stream()
                .filter(role -> role.enabled() && roles.contains(role.id()))
                .map(AppRole::value)
                .collect(Collectors.toSet());
    }
}
