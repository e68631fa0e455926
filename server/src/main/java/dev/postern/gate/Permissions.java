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
 * Permissions on what is not a mailbox. As for mailboxes, a grant counts while it stands in the token and in the directory.
 */
final class Permissions {
    private Permissions() {}

    /** The permission that suffices, the first by name of several; null when the caller holds none. */
    static @Nullable String held(Caller caller, Resource resource, Operation operation) {
        VerifiedToken token = caller.token();
        boolean free = operation.permissions().contains(Operation.NO_PERMISSION);
        var wanted = new TreeSet<>(operation.permissions());
        wanted.retainAll(token.roles());
        if (wanted.isEmpty() && !free) {
            return null;
        }
        DirectorySnapshot directory = caller.directory();
        ServicePrincipal principal = directory.find(token.principal(), ServicePrincipal.class);
        if (principal == null
                || !principal.accountEnabled()
                || !principal.appId().equals(token.app())) {
            return null;
        }
        if (free) {
            return Operation.NO_PERMISSION;
        }
        wanted.retainAll(granted(directory, principal.id(), resource));
        return wanted.isEmpty() ? null : wanted.first();
    }

    /** The values of the resource's roles that a principal is assigned now. */
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
