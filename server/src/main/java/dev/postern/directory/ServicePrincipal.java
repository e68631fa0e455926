package dev.postern.directory;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An application in a tenant, or a managed identity. Policies name its app id, grants its object id.
 *
 * @param servicePrincipalNames under which tokens for it as a resource can be asked
 * @param alternativeNames for a managed identity: what it belongs to
 * @param owners who is responsible for it; an owner gets no access
 * @param endpointSecret for a managed identity: the secret for the token endpoint of App Service
 */
public record ServicePrincipal(
        ObjectId id,
        AppId appId,
        Instant createdAt,
        String displayName,
        ServicePrincipalType type,
        boolean accountEnabled,
        boolean appRoleAssignmentRequired,
        List<String> servicePrincipalNames,
        List<String> alternativeNames,
        List<AppRole> appRoles,
        Credentials credentials,
        @Nullable SecretHash endpointSecret,
        List<ObjectId> owners,
        Map<String, JsonNode> profile)
        implements DirectoryObject {
    public ServicePrincipal {
        servicePrincipalNames = List.copyOf(servicePrincipalNames);
        alternativeNames = List.copyOf(alternativeNames);
        appRoles = List.copyOf(appRoles);
        owners = Owned.stored(owners);
        profile = Map.copyOf(profile);
    }

    public ServicePrincipal withCredentials(Credentials other) {
        return new ServicePrincipal(
                id,
                appId,
                createdAt,
                displayName,
                type,
                accountEnabled,
                appRoleAssignmentRequired,
                servicePrincipalNames,
                alternativeNames,
                appRoles,
                other,
                endpointSecret,
                owners,
                profile);
    }

    /** With another display name, and as the identity of another resource. */
    public ServicePrincipal called(String otherName, List<String> otherAlternatives) {
        return new ServicePrincipal(
                id,
                appId,
                createdAt,
                otherName,
                type,
                accountEnabled,
                appRoleAssignmentRequired,
                servicePrincipalNames,
                otherAlternatives,
                appRoles,
                credentials,
                endpointSecret,
                owners,
                profile);
    }

    ServicePrincipal withAppRoles(List<AppRole> other) {
        return new ServicePrincipal(
                id,
                appId,
                createdAt,
                displayName,
                type,
                accountEnabled,
                appRoleAssignmentRequired,
                servicePrincipalNames,
                alternativeNames,
                other,
                credentials,
                endpointSecret,
                owners,
                profile);
    }

    public ServicePrincipal withOwners(List<ObjectId> other) {
        return new ServicePrincipal(
                id,
                appId,
                createdAt,
                displayName,
                type,
                accountEnabled,
                appRoleAssignmentRequired,
                servicePrincipalNames,
                alternativeNames,
                appRoles,
                credentials,
                endpointSecret,
                other,
                profile);
    }
}
