package dev.postern.directory;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.query.Visible;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How warnings about widened access name applications, recipients and permissions. Every name is safe to show and bounded in length. */
record WideningNames(Facts now) {
    private static final int MAX_NAME = 64;
    private static final int MAX_PERMISSIONS = 10;

    String app(AppId app) {
        DirectoryObject named = now.principal(app);
        named = named == null ? now.application(app) : named;
        return named == null ? app.toString() : quoted(named.displayName()) + " (" + app + ")";
    }

    /** A recipient with its address, any other object with its id. */
    String object(DirectoryObject object) {
        Recipient recipient = Recipient.of(object);
        return quoted(object.displayName()) + " ("
                + (recipient == null ? object.id().toString() : cut(recipient.primaryAddress())) + ")";
    }

    String scope(ApplicationAccessPolicy policy) {
        return quoted(policy.scopeName());
    }

    String policy(ApplicationAccessPolicy policy) {
        return policy.right().text() + " policy " + policy.id();
    }

    /** The scope of a role assignment. */
    String scope(ManagementRoleAssignment assignment) {
        ObjectId scope = assignment.scope();
        if (scope == null) {
            return "every mailbox";
        }
        return switch (assignment.scopeType()) {
            case MANAGEMENT_SCOPE -> {
                ManagementScope found = now.roles().find(scope, ManagementScope.class);
                yield "the scope " + (found == null ? scope.toString() : quoted(found.name()));
            }
            case GROUP, ADMINISTRATIVE_UNIT, ORGANIZATION -> {
                DirectoryObject found = now.find(scope);
                String type = found instanceof AdministrativeUnit ? "the administrative unit " : "the group ";
                yield type + (found == null ? scope.toString() : object(found));
            }
        };
    }

    String roleAssignment(ManagementRoleAssignment assignment) {
        return "the role assignment " + quoted(assignment.name());
    }

    /** The mailbox permissions that an application holds, or nothing. */
    String permissions(AppId app) {
        ServicePrincipal holder = now.principal(app);
        return holder == null ? "" : list(granted(holder));
    }

    /** The mailbox permissions that are granted to an application in Entra. */
    Set<String> granted(ServicePrincipal holder) {
        Set<String> names = new TreeSet<>();
        for (AppRoleAssignment assignment : now.assignments().byPrincipal().get(holder.id())) {
            String permission = mailboxPermission(assignment);
            if (permission != null) {
                names.add(permission);
            }
        }
        return names;
    }

    static String list(Set<String> permissions) {
        return permissions.size() <= MAX_PERMISSIONS
                ? String.join(", ", permissions)
                : String.join(", ", permissions.stream().limit(MAX_PERMISSIONS).toList()) + " and "
                        + (permissions.size() - MAX_PERMISSIONS) + " more";
    }

    /** The permission for mailboxes that an assignment gives, or null. */
    @Nullable
    String mailboxPermission(AppRoleAssignment assignment) {
        ServicePrincipal graph = now.principal(WellKnown.MICROSOFT_GRAPH);
        if (graph == null || !graph.id().equals(assignment.resource())) {
            return null;
        }
        AppRole role = role(graph, assignment);
        return role != null && role.givesAccessToMailboxes() ? role.value() : null;
    }

    /** The permission to give access to others that an assignment gives, or null. */
    @Nullable
    String administrativePermission(AppRoleAssignment assignment) {
        ServicePrincipal resource = now.find(assignment.resource(), ServicePrincipal.class);
        AppRole role = resource == null ? null : role(resource, assignment);
        return role != null && resource != null && AccessRoles.isAdministrative(resource.appId(), role)
                ? role.value()
                : null;
    }

    private static @Nullable AppRole role(ServicePrincipal resource, AppRoleAssignment assignment) {
        for (AppRole role : resource.appRoles()) {
            if (role.enabled() && role.id().equals(assignment.appRoleId())) {
                return role;
            }
        }
        return null;
    }

    @Nullable
    ServicePrincipal holder(ObjectId principal) {
        return now.find(principal, ServicePrincipal.class);
    }

    private static String quoted(String name) {
        return "\"" + cut(name) + "\"";
    }

    private static String cut(String name) {
        String line = Visible.line(name);
        return line.length() <= MAX_NAME
                ? line
                : line.substring(0, line.offsetByCodePoints(0, line.codePointCount(0, MAX_NAME) - 1)) + "...";
    }
}
