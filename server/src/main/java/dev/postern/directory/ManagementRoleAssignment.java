package dev.postern.directory;

import dev.postern.access.ObjectId;
import dev.postern.access.ResourceScope;
import dev.postern.access.RoleAssignment;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A role assignment of RBAC for Applications.
 *
 * @param role the name of an application role
 * @param assignee the id of the {@link ExchangeServicePrincipal}
 * @param scope the id of the management scope, group or administrative unit; null for the whole organization
 */
public record ManagementRoleAssignment(
        ObjectId id,
        Instant createdAt,
        String name,
        String role,
        ObjectId assignee,
        ScopeType scopeType,
        @Nullable ObjectId scope)
        implements ExchangeObject {
    /** What the scope is. */
    public enum ScopeType {
        ORGANIZATION("Organization"),
        MANAGEMENT_SCOPE("CustomRecipientScope"),
        GROUP("RecipientGroup"),
        ADMINISTRATIVE_UNIT("AdministrativeUnit");

        private final String text;

        ScopeType(String text) {
            this.text = text;
        }

        /** What Exchange calls it. */
        public String text() {
            return text;
        }
    }

    /** The part that decisions use. A role that does not exist grants nothing. */
    public RoleAssignment decided() {
        return new RoleAssignment(id.toString(), ApplicationRoles.permissions(role), resources());
    }

    private ResourceScope resources() {
        return switch (scopeType) {
            case ORGANIZATION -> new ResourceScope.Organization();
            case MANAGEMENT_SCOPE -> new ResourceScope.ManagementScope(Objects.requireNonNull(scope));
            case GROUP -> new ResourceScope.GroupMembers(Objects.requireNonNull(scope));
            case ADMINISTRATIVE_UNIT -> new ResourceScope.AdministrativeUnit(Objects.requireNonNull(scope));
        };
    }
}
