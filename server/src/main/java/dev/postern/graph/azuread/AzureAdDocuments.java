package dev.postern.graph.azuread;

import dev.postern.directory.AppRoleAssignment;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.http.Json;
import dev.postern.query.Moments;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Objects with the property names of Azure AD Graph: {@code objectId} instead of {@code id}, annotations without the at
 * sign.
 */
final class AzureAdDocuments {
    private static final Map<String, String> RENAMED = Map.of(
            "id", "objectId",
            "deletedDateTime", "deletionTimestamp",
            "appOwnerOrganizationId", "appOwnerTenantId",
            "oauth2PermissionScopes", "oauth2Permissions");

    private AzureAdDocuments() {}

    /**
     * @param graph the document in the format of Microsoft Graph
     */
    static ObjectNode servicePrincipal(ObjectNode graph) {
        ObjectNode out = Json.object()
                .put("odata.type", "Microsoft.DirectoryServices.ServicePrincipal")
                .put("objectType", "ServicePrincipal");
        graph.properties()
                .forEach(member -> out.set(RENAMED.getOrDefault(member.getKey(), member.getKey()), member.getValue()));
        return out;
    }

    static ObjectNode assignment(AppRoleAssignment assignment, DirectorySnapshot directory) {
        ObjectNode out = Json.object()
                .put("odata.type", "Microsoft.DirectoryServices.AppRoleAssignment")
                .put("objectType", "AppRoleAssignment")
                .put("objectId", assignment.id());
        out.putNull("deletionTimestamp");
        return out.put("creationTimestamp", Moments.format(assignment.createdAt()))
                .put("id", assignment.appRoleId().toString())
                .put("principalDisplayName", name(directory.find(assignment.principal())))
                .put("principalId", assignment.principal().toString())
                .put("principalType", "ServicePrincipal")
                .put("resourceDisplayName", name(directory.find(assignment.resource())))
                .put("resourceId", assignment.resource().toString());
    }

    private static @Nullable String name(@Nullable DirectoryObject object) {
        return object == null ? null : object.displayName();
    }
}
