package dev.postern.directory;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The registration of an application. Its presence in a tenant is a {@link ServicePrincipal} with the same app id.
 *
 * @param owners who is responsible for it; gives no access to anything
 */
public record Application(
        ObjectId id,
        AppId appId,
        Instant createdAt,
        String displayName,
        List<String> identifierUris,
        List<AppRole> appRoles,
        Credentials credentials,
        List<ObjectId> owners,
        Map<String, JsonNode> profile)
        implements DirectoryObject {
    public Application {
        identifierUris = List.copyOf(identifierUris);
        appRoles = List.copyOf(appRoles);
        owners = Owned.stored(owners);
        profile = Map.copyOf(profile);
    }

    public Application withOwners(List<ObjectId> other) {
        return new Application(
                id, appId, createdAt, displayName, identifierUris, appRoles, credentials, other, profile);
    }

    public Application withCredentials(Credentials other) {
        return new Application(id, appId, createdAt, displayName, identifierUris, appRoles, other, owners, profile);
    }
}
