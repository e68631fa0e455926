package dev.postern.importer;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.directory.AppRole;
import dev.postern.directory.AppRoleAssignment;
import dev.postern.directory.BuiltInAdministrator;
import dev.postern.directory.Credentials;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.ServicePrincipalType;
import dev.postern.directory.WellKnown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes service principals with their app role assignments. Credentials are not in an export, so no application can sign in at first. */
final class ApplicationImport {
    /** The resources that every tenant has. */
    static final List<AppId> RESOURCES = List.of(
            WellKnown.MICROSOFT_GRAPH, WellKnown.EXCHANGE_ONLINE, WellKnown.AZURE_AD_GRAPH, WellKnown.AZURE_MANAGEMENT);

    private static final ExportFile FILE = ExportFile.APPLICATIONS;
    private static final int MAX_DISPLAY_NAME_LENGTH = 256;

    private final ImportContext context;
    /** By the object id in the export. */
    private final Map<UUID, ServicePrincipal> principals = new HashMap<>();

    private final Map<UUID, ExportItem> granted = new HashMap<>();
    private final Set<String> assignments = new HashSet<>();
    private final Set<String> assignmentIds = new HashSet<>();

    ApplicationImport(ImportContext context) {
        this.context = context;
    }

    void run() {
        for (ExportItem item : context.items(FILE)) {
            context.budget().checkTime();
            UUID app = item.guid("AppId");
            UUID id = item.guid("Id", "ObjectId");
            ServicePrincipal resource = app == null ? null : resource(new AppId(app));
            if (resource != null) {
                if (id != null) {
                    principals.put(id, resource);
                }
            } else if (app == null || id == null) {
                context.report().unused(FILE, label(item), "It has no " + (app == null ? "AppId." : "Id."));
            } else {
                make(item, new AppId(app), id);
            }
        }
        granted.forEach(this::grants);
    }

    private @Nullable ServicePrincipal resource(AppId app) {
        return RESOURCES.contains(app) ? context.draft().before().servicePrincipal(app) : null;
    }

    private static String label(ExportItem item) {
        String text = item.text("DisplayName", "AppDisplayName", "AppId", "Id");
        return text == null ? "item " + item.number() : text;
    }

    private void make(ExportItem item, AppId app, UUID id) {
        if (!context.isFree(id)) {
            context.report().unused(FILE, label(item), "Another object has the id " + id + ".");
            return;
        }
        String name = item.textOrEmpty("DisplayName", "AppDisplayName", "AppId").replaceAll("\\p{Cntrl}", " ");
        if (name.length() > MAX_DISPLAY_NAME_LENGTH) {
            context.report()
                    .unused(FILE, label(item), "Its name has more than " + MAX_DISPLAY_NAME_LENGTH + " characters.");
            return;
        }
        boolean managed = item.textOrEmpty("ServicePrincipalType").equalsIgnoreCase("ManagedIdentity");
        ServicePrincipal made = new ServicePrincipal(
                new ObjectId(id),
                app,
                item.created(context.now()),
                name,
                managed ? ServicePrincipalType.MANAGED_IDENTITY : ServicePrincipalType.APPLICATION,
                !Boolean.FALSE.equals(item.flag("AccountEnabled")),
                Boolean.TRUE.equals(item.flag("AppRoleAssignmentRequired")),
                names(item, app),
                item.texts("AlternativeNames").stream()
                        .filter(text -> !BuiltInAdministrator.isMarked(List.of(text)))
                        .toList(),
                roles(item),
                Credentials.NONE,
                null,
                List.of(),
                Map.of());
        if (context.put(FILE, label(item), made)) {
            context.newId(id);
            principals.put(id, made);
            granted.put(id, item);
            context.report().count("applications");
        }
    }

    /** Only names that belong to no other application by their form. */
    private static List<String> names(ExportItem item, AppId app) {
        return Stream.concat(
                        Stream.of(app.toString()),
                        item.texts("ServicePrincipalNames").stream()
                                .filter(name -> name.equalsIgnoreCase("api://" + app)))
                .distinct()
                .toList();
    }

    private static List<AppRole> roles(ExportItem item) {
        List<JsonNode> given = item.list("AppRoles");
        List<AppRole> roles = new ArrayList<>();
        Set<UUID> seen = new HashSet<>();
        for (JsonNode value : given == null ? List.<JsonNode>of() : given) {
            if (value instanceof ObjectNode object) {
                ExportItem role = new ExportItem(0, object);
                UUID id = role.guid("Id");
                String text = role.text("Value");
                if (id != null && text != null && seen.add(id)) {
                    roles.add(new AppRole(
                            id,
                            text,
                            role.textOrEmpty("DisplayName", "Value"),
                            role.textOrEmpty("Description", "DisplayName"),
                            role.texts("AllowedMemberTypes"),
                            !Boolean.FALSE.equals(role.flag("IsEnabled"))));
                }
            }
        }
        return roles;
    }

    private void grants(UUID id, ExportItem item) {
        List<JsonNode> given = item.list("AppRoleAssignments");
        if (given == null) {
            if (item.has("AppRoleAssignments")) {
                context.report()
                        .unused(
                                FILE,
                                label(item),
                                "Its AppRoleAssignments are cut off. Increase -Depth of ConvertTo-Json.");
            }
            return;
        }
        for (JsonNode value : given) {
            String problem = value instanceof ObjectNode object
                    ? grant(new ObjectId(id), new ExportItem(0, object))
                    : "An app role assignment is cut off. Increase -Depth of ConvertTo-Json.";
            if (problem != null) {
                context.report().unused(FILE, label(item), problem);
            }
        }
    }

    /** Returns why it cannot be used; null if it was made. */
    private @Nullable String grant(ObjectId principal, ExportItem grant) {
        UUID role = grant.guid("AppRoleId");
        String resourceName = grant.textOrEmpty("ResourceDisplayName");
        if (role == null) {
            return "An app role assignment has no AppRoleId, or that of default access, which grants no permission.";
        }
        UUID holder = grant.guid("PrincipalId");
        if (holder != null && !holder.equals(principal.value())) {
            return "The app role assignment " + role + " belongs to the principal " + holder + ".";
        }
        ServicePrincipal resource = resource(grant, role);
        if (resource == null) {
            return "The resource " + (resourceName.isEmpty() ? grant.textOrEmpty("ResourceId") : resourceName)
                    + " of the app role " + role + " is not in the export.";
        }
        if (resource.appRoles().stream().noneMatch(one -> one.id().equals(role))) {
            return resource.displayName() + " has no app role " + role + " here.";
        }
        if (!assignments.add(principal + " " + resource.id() + " " + role)) {
            return "The app role " + role + " of " + resource.displayName() + " is assigned a second time.";
        }
        String wanted = grant.textOrEmpty("Id");
        boolean kept = wanted.matches("[A-Za-z0-9_-]{43}") && assignmentIds.add(wanted);
        context.draft()
                .put(new AppRoleAssignment(
                        kept ? wanted : AppRoleAssignment.newId(principal, context.random()),
                        principal,
                        resource.id(),
                        role,
                        grant.created(context.now())));
        context.report().count("grants");
        return null;
    }

    /** By its object id, by its name, or by the id of the role, which for well-known resources is the same in all tenants. */
    private @Nullable ServicePrincipal resource(ExportItem grant, UUID role) {
        UUID id = grant.guid("ResourceId");
        ServicePrincipal known = id == null ? null : principals.get(id);
        if (known != null) {
            return known;
        }
        String name = grant.textOrEmpty("ResourceDisplayName");
        return RESOURCES.stream()
                .map(this::resource)
                .filter(Objects::nonNull)
                .filter(one -> name.isEmpty() || one.displayName().equalsIgnoreCase(name))
                .filter(one ->
                        one.appRoles().stream().anyMatch(offered -> offered.id().equals(role)))
                .findFirst()
                .orElse(null);
    }
}
