package dev.postern.directory;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The registration of an application. Its presence in a tenant is a {@link ServicePrincipal} with the same app id. */
public record Application(
        ObjectId id,
        AppId appId,
        Instant createdAt,
        String displayName,
        List<String> identifierUris,
        List<AppRole> appRoles,
        Credentials credentials,
        Map<String, JsonNode> profile)
        implements DirectoryObject {
    public Application {
        identifierUris = List.copyOf(identifierUris);
        appRoles = List.copyOf(appRoles);
        profile = Map.copyOf(profile);
    }

    public Application withCredentials(Credentials other) {
        return new Application(id, appId, createdAt, displayName, identifierUris, appRoles, other, profile);
    }
}
