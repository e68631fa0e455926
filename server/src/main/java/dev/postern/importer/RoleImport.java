package dev.postern.importer;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.directory.AdministrativeUnit;
import dev.postern.directory.ApplicationRoles;
import dev.postern.directory.ExchangeServicePrincipal;
import dev.postern.directory.Group;
import dev.postern.directory.ManagementRoleAssignment;
import dev.postern.directory.ManagementRoleAssignment.ScopeType;
import dev.postern.directory.ManagementScope;
import dev.postern.directory.ServicePrincipal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes the objects of RBAC for Applications. A role assignment is for the whole organization only if the export says so; if its scope is
 * unreadable or was not imported, the assignment is not imported.
 */
final class RoleImport {
    private static final int MAX_NAME_LENGTH = 64;
    private static final int MAX_DISPLAY_NAME_LENGTH = 256;
    private static final int MAX_FILTER_LENGTH = 32 * 1024;

    private final ImportContext context;
    private final Set<ObjectId> incomplete;
    private final RecipientNames pointers = new RecipientNames();
    private final RecipientNames scopes = new RecipientNames();
    private final Set<AppId> apps = new HashSet<>();

    /** @param incomplete groups of which members may be missing */
    RoleImport(ImportContext context, Set<ObjectId> incomplete) {
        this.context = context;
        this.incomplete = incomplete;
    }

    void run() {
        context.items(ExportFile.SERVICE_PRINCIPALS).forEach(this::pointer);
        context.items(ExportFile.SCOPES).forEach(this::scope);
        context.items(ExportFile.ASSIGNMENTS).forEach(this::assignment);
    }

    private static String label(ExportItem item) {
        String text = item.text("Name", "DisplayName", "Identity", "ObjectId", "AppId");
        return text == null ? "item " + item.number() : text;
    }

    private void unused(ExportFile file, ExportItem item, String reason) {
        context.report().unused(file, label(item), reason);
    }

    private static @Nullable String nameProblem(String name) {
        return name.isEmpty()
                ? "It has no name."
                : name.length() > MAX_NAME_LENGTH
                        ? "Its name has " + name.length() + " characters. A name has at most " + MAX_NAME_LENGTH + "."
                        : name.codePoints().anyMatch(Character::isISOControl)
                                ? "Its name contains control characters."
                                : null;
    }

    private void pointer(ExportItem item) {
        ExportFile file = ExportFile.SERVICE_PRINCIPALS;
        UUID app = item.guid("AppId");
        UUID object = item.guid("ObjectId", "ServiceId");
        if (app == null || object == null) {
            unused(file, item, "It has no " + (app == null ? "AppId." : "ObjectId."));
            return;
        }
        ServicePrincipal principal =
                context.draft().now(new ObjectId(object)) instanceof ServicePrincipal one ? one : null;
        if (principal == null || !principal.appId().value().equals(app)) {
            unused(
                    file,
                    item,
                    principal == null
                            ? "Get-MgServicePrincipal.json has no service principal " + object + "."
                            : "The service principal " + object + " has another AppId.");
            return;
        }
        String name = item.textOrEmpty("DisplayName");
        if (name.length() > MAX_DISPLAY_NAME_LENGTH || !apps.add(principal.appId())) {
            unused(
                    file,
                    item,
                    name.length() > MAX_DISPLAY_NAME_LENGTH ? "Its name is too long." : "It is there twice.");
            return;
        }
        ObjectId id = context.newId(item.guid("Guid", "ExchangeObjectId"));
        var made = new ExchangeServicePrincipal(
                id,
                item.created(context.now()),
                principal.appId(),
                principal.id(),
                name.isEmpty() ? principal.displayName() : name.replaceAll("\\p{Cntrl}", " "));
        if (context.put(file, label(item), made)) {
            pointers.add(id, item);
            pointers.addName(id, principal.id().toString());
            pointers.addName(id, principal.appId().toString());
            pointers.addName(id, made.displayName());
            context.report().count("servicePrincipals");
        }
    }

    private void scope(ExportItem item) {
        ExportFile file = ExportFile.SCOPES;
        String name = item.textOrEmpty("Name", "Identity");
        String filter = item.textOrEmpty("RecipientFilter", "RecipientRestrictionFilter");
        String problem = nameProblem(name);
        if (problem == null) {
            problem = scopeProblem(item, filter);
        }
        ScopeFilterImport.Rewritten rewritten =
                problem == null ? ScopeFilterImport.of(context, incomplete, filter) : null;
        String here = rewritten == null ? null : rewritten.filter();
        if (here == null) {
            unused(file, item, String.valueOf(rewritten == null ? problem : rewritten.problem()));
            return;
        }
        if (rewritten != null && !rewritten.unknown().isEmpty()) {
            context.report()
                    .warn("The filter of the management scope " + name + " names "
                            + String.join(" and ", rewritten.unknown())
                            + ", whose members are unknown. They are not in the scope.");
        }
        ObjectId id = context.newId(item.guid("Guid", "ExchangeObjectId"));
        if (context.put(file, label(item), new ManagementScope(id, item.created(context.now()), name, here))) {
            scopes.add(id, item);
            context.report().count("scopes");
        }
    }

    private static @Nullable String scopeProblem(ExportItem item, String filter) {
        String type = item.textOrEmpty("ScopeRestrictionType");
        if (!type.isEmpty() && !type.equalsIgnoreCase("RecipientScope") && !type.equals("1")) {
            return "Postern has no scopes of the type " + type + ".";
        }
        if (filter.isEmpty()) {
            return "It has no RecipientFilter.";
        }
        if (filter.length() > MAX_FILTER_LENGTH) {
            return "Its filter has more than " + MAX_FILTER_LENGTH + " characters.";
        }
        return isWholeOrganization(item.textOrEmpty("RecipientRoot"))
                ? null
                : "Its RecipientRoot is an organizational unit, which recipients do not have here.";
    }

    /** A domain, or {@code forest/Microsoft Exchange Hosted Organizations/domain}. */
    private static boolean isWholeOrganization(String root) {
        List<String> parts = List.of(root.split("/", -1));
        return parts.size() == 1
                ? !root.contains("=") && (root.isEmpty() || root.contains("."))
                : parts.size() == 3 && parts.get(1).equalsIgnoreCase("Microsoft Exchange Hosted Organizations");
    }

    private void assignment(ExportItem item) {
        ExportFile file = ExportFile.ASSIGNMENTS;
        context.budget().checkTime();
        String name = item.textOrEmpty("Name", "Identity");
        String problem = nameProblem(name);
        String roleText = roleName(item);
        String role = ApplicationRoles.find(roleText);
        ObjectId assignee = assignee(item);
        if (problem == null) {
            problem = assignmentProblem(item, roleText, role, assignee);
        }
        Scope scope = problem == null ? scopeOf(item) : null;
        if (scope == null || scope.problem() != null || role == null || assignee == null) {
            unused(file, item, String.valueOf(scope == null ? problem : scope.problem()));
            return;
        }
        ObjectId id = context.newId(item.guid("Guid", "ExchangeObjectId"));
        var made = new ManagementRoleAssignment(
                id, item.created(context.now()), name, role, assignee, scope.type(), scope.id());
        if (context.put(file, label(item), made)) {
            context.report().count("assignments");
        }
    }

    private static @Nullable String assignmentProblem(
            ExportItem item, String roleText, @Nullable String role, @Nullable ObjectId assignee) {
        String type = item.textOrEmpty("RoleAssigneeType");
        if (role == null) {
            return "'" + roleText + "' is no application role.";
        }
        if (!type.isEmpty()
                && !type.equalsIgnoreCase("ServicePrincipal")
                && ExportItem.fold(type).matches("[a-z]+")) {
            return "It is assigned to a " + type + ", not to an application.";
        }
        if (Boolean.FALSE.equals(item.flag("Enabled"))) {
            return "It is disabled.";
        }
        if (ExportItem.fold(item.textOrEmpty("RoleAssignmentDelegationType")).startsWith("delegating")) {
            return "It only allows to assign the role.";
        }
        return assignee == null ? "Its assignee is not in Get-ServicePrincipal.json." : null;
    }

    /** The last part of a distinguished or canonical name. */
    private static String roleName(ExportItem item) {
        String text = item.textOrEmpty("Role");
        if (text.regionMatches(true, 0, "CN=", 0, 3)) {
            int comma = text.indexOf(',');
            return text.substring(3, comma < 0 ? text.length() : comma);
        }
        return text.substring(RecipientNames.lastSlash(text) + 1);
    }

    private @Nullable ObjectId assignee(ExportItem item) {
        for (String name : List.of("RoleAssignee", "App", "RoleAssigneeName")) {
            ObjectId found = pointers.find(item.text(name));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /**
     * A scope, or why there is none.
     *
     * @param id null for the whole organization
     */
    private record Scope(
            ScopeType type, @Nullable ObjectId id, @Nullable String problem) {
        static Scope refused(String problem) {
            return new Scope(ScopeType.GROUP, null, problem);
        }
    }

    private Scope scopeOf(ExportItem item) {
        String kind = ExportItem.fold(item.textOrEmpty("RecipientWriteScope"));
        String group = item.text("RecipientGroupScope");
        String unit = item.text("RecipientAdministrativeUnitScope");
        String custom = item.text("CustomResourceScope", "CustomRecipientWriteScope");
        if (item.text("RecipientOrganizationalUnitScope") != null) {
            return Scope.refused("Its scope is an organizational unit, which recipients do not have here.");
        }
        if (group != null || kind.contains("group")) {
            ObjectId found = context.names().find(group == null ? custom : group);
            return found != null && context.draft().now(found) instanceof Group
                    ? new Scope(ScopeType.GROUP, found, null)
                    : Scope.refused("Its scope, the group " + (group == null ? custom : group) + ", was not imported.");
        }
        if (unit != null || kind.equals("administrativeunit")) {
            return unit(unit == null ? custom : unit);
        }
        if (custom != null) {
            ObjectId found = scopes.find(custom);
            return found == null
                    ? Scope.refused("Its scope " + custom + " was not imported.")
                    : new Scope(ScopeType.MANAGEMENT_SCOPE, found, null);
        }
        // 2 is the number of Organization in the enumeration
        return kind.equals("organization") || kind.equals("2")
                ? new Scope(ScopeType.ORGANIZATION, null, null)
                : Scope.refused(
                        "Its scope is unreadable: " + (kind.isEmpty() ? "it has no RecipientWriteScope" : kind) + ".");
    }

    private Scope unit(@Nullable String text) {
        UUID id = ExportItem.guidOf(text);
        if (id == null) {
            return Scope.refused("Its scope, the administrative unit " + text + ", is no id.");
        }
        ObjectId unit = new ObjectId(id);
        if (!(context.draft().now(unit) instanceof AdministrativeUnit)) {
            context.report()
                    .warn("The administrative unit " + id + ", the scope of a role assignment, is not in"
                            + " Get-MgDirectoryAdministrativeUnit.json. The assignment allows no mailbox.");
        }
        return new Scope(ScopeType.ADMINISTRATIVE_UNIT, unit, null);
    }
}
