package dev.postern.graph.directory;

import dev.postern.directory.AdministrativeUnit;
import dev.postern.directory.AppRole;
import dev.postern.directory.AppRoleAssignment;
import dev.postern.directory.Application;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Group;
import dev.postern.directory.Recipient;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.User;
import dev.postern.http.Json;
import dev.postern.query.Moments;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Directory objects as documents of their Graph types, with all stored properties. */
public final class Documents {
    /** The tenant that owns Microsoft's applications; tools use it to distinguish them from the customer's. */
    private static final String MICROSOFT = "f8cdef31-a31e-4b4a-93e4-5f571e91255a";

    private final DirectorySnapshot directory;
    private final boolean withKeys;

    /**
     * @param withKeys whether certificates are shown with their content
     */
    public Documents(DirectorySnapshot directory, boolean withKeys) {
        this.directory = directory;
        this.withKeys = withKeys;
    }

    public ObjectNode of(DirectoryObject object) {
        return switch (object) {
            case User user -> of(user);
            case Group group -> of(group);
            case Application application -> of(application);
            case ServicePrincipal principal -> of(principal);
            case AdministrativeUnit unit -> of(unit);
        };
    }

    /** As {@link #of(DirectoryObject)}, with its type: for lists of several types. */
    ObjectNode typed(DirectoryObject object) {
        ObjectNode out = Json.object().put("@odata.type", "#microsoft.graph." + kind(object));
        of(object).properties().forEach(member -> out.set(member.getKey(), member.getValue()));
        return out;
    }

    /** The name of an object's type. */
    static String kind(DirectoryObject object) {
        return switch (object) {
            case User _ -> "user";
            case Group _ -> "group";
            case Application _ -> "application";
            case ServicePrincipal _ -> "servicePrincipal";
            case AdministrativeUnit _ -> "administrativeUnit";
        };
    }

    private ObjectNode of(User user) {
        ObjectNode out = begin(user);
        out.put("accountEnabled", user.accountEnabled());
        out.put("createdDateTime", Moments.format(user.createdAt()));
        out.put("userPrincipalName", user.userPrincipalName());
        out.put("userType", "Member");
        recipient(out, user.recipient());
        return end(out, user);
    }

    private ObjectNode of(AdministrativeUnit unit) {
        return end(begin(unit), unit);
    }

    private ObjectNode of(Group group) {
        ObjectNode out = begin(group);
        out.put("createdDateTime", Moments.format(group.createdAt()));
        out.set("groupTypes", texts(group.groupTypes()));
        out.put("mailEnabled", group.mailEnabled());
        out.put("securityEnabled", group.securityEnabled());
        recipient(out, group.recipient());
        out.put("mailNickname", group.mailNickname());
        return end(out, group);
    }

    private static void recipient(ObjectNode out, @Nullable Recipient recipient) {
        ArrayNode addresses = out.putArray("proxyAddresses");
        if (recipient == null) {
            out.putNull("mail");
            return;
        }
        out.put("mail", recipient.primaryAddress());
        out.put("mailNickname", recipient.alias());
        out.put("securityIdentifier", recipient.sid());
        addresses.add("SMTP:" + recipient.primaryAddress());
        recipient.otherAddresses().forEach(address -> addresses.add("smtp:" + address));
    }

    private ObjectNode of(Application application) {
        ObjectNode out = begin(application);
        out.put("appId", application.appId().toString());
        out.put("createdDateTime", Moments.format(application.createdAt()));
        out.set("identifierUris", texts(application.identifierUris()));
        out.put("publisherDomain", directory.tenant().defaultDomain());
        out.put("signInAudience", "AzureADMyOrg");
        out.set("appRoles", roles(application.appRoles()));
        new CredentialDocuments(withKeys).add(out, application.credentials());
        return end(out, application);
    }

    private ObjectNode of(ServicePrincipal principal) {
        boolean ours = !WellKnownApps.has(principal.appId());
        ObjectNode out = begin(principal);
        out.put("accountEnabled", principal.accountEnabled());
        out.set("alternativeNames", texts(principal.alternativeNames()));
        out.put("appDisplayName", principal.displayName());
        out.put("appId", principal.appId().toString());
        out.put("appOwnerOrganizationId", ours ? directory.tenant().id().toString() : MICROSOFT);
        out.put("appRoleAssignmentRequired", principal.appRoleAssignmentRequired());
        out.set("servicePrincipalNames", names(principal));
        out.put("servicePrincipalType", principal.type().text());
        out.put("signInAudience", ours ? "AzureADMyOrg" : "AzureADMultipleOrgs");
        out.set("appRoles", roles(principal.appRoles()));
        out.set("oauth2PermissionScopes", scopes(principal));
        new CredentialDocuments(withKeys).add(out, principal.credentials());
        return end(out, principal);
    }

    /** The resources that every tenant has can be named by their app id too, although it is not stored among their names. */
    private static ArrayNode names(ServicePrincipal principal) {
        return texts(Stream.concat(Stream.of(principal.appId().toString()), principal.servicePrincipalNames().stream())
                .distinct()
                .toList());
    }

    /** A service principal shows the scopes that its application declares. */
    private JsonNode scopes(ServicePrincipal principal) {
        Application application = directory.application(principal.appId());
        JsonNode api = application == null ? null : application.profile().get("api");
        JsonNode declared = api == null ? null : api.get("oauth2PermissionScopes");
        return declared == null ? Json.array() : declared;
    }

    ObjectNode of(AppRoleAssignment assignment) {
        ObjectNode out = Json.object().put("id", assignment.id());
        out.putNull("deletedDateTime");
        out.put("appRoleId", assignment.appRoleId().toString());
        out.put("createdDateTime", Moments.format(assignment.createdAt()));
        out.put("principalDisplayName", name(directory.find(assignment.principal())));
        out.put("principalId", assignment.principal().toString());
        out.put("principalType", "ServicePrincipal");
        out.put("resourceDisplayName", name(directory.find(assignment.resource())));
        return out.put("resourceId", assignment.resource().toString());
    }

    private static @Nullable String name(@Nullable DirectoryObject object) {
        return object == null ? null : object.displayName();
    }

    private static ObjectNode begin(DirectoryObject object) {
        ObjectNode out = Json.object().put("id", object.id().toString());
        out.putNull("deletedDateTime");
        out.setAll(DirectoryDefaults.of(kind(object)));
        return out.put("displayName", object.displayName());
    }

    /** Stored profile properties override invented defaults, but never properties that the directory acts on. */
    private static ObjectNode end(ObjectNode out, DirectoryObject object) {
        object.profile().forEach((name, value) -> out.set(name, ComplexValues.over(out.get(name), value)));
        return out;
    }

    private static ArrayNode roles(List<AppRole> roles) {
        ArrayNode out = Json.array();
        for (AppRole role : roles) {
            ObjectNode one = out.addObject();
            one.set("allowedMemberTypes", texts(role.allowedMemberTypes()));
            one.put("description", role.description());
            one.put("displayName", role.displayName());
            one.put("id", role.id().toString());
            one.put("isEnabled", role.enabled());
            one.put("origin", "Application");
            one.put("value", role.value());
        }
        return out;
    }

    static ArrayNode texts(List<String> texts) {
        ArrayNode out = Json.array();
        texts.forEach(out::add);
        return out;
    }
}
