package dev.postern.directory;

import dev.postern.access.AppId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The application that the server creates for its operator, one in each tenant. */
public final class BuiltInAdministrator {
    public static final String NAME = "Postern Administrator";

    /** The alternative name that it has. It is the administrator because the tenant's row names it, not because of this name. */
    public static final String MARK = "postern:administrator";

    /** The roles that it always has, by resource. None of them gives access to a mailbox. */
    public static final Map<AppId, Set<String>> ROLES = Map.of(
            WellKnown.MICROSOFT_GRAPH,
            Set.of(
                    "Application.ReadWrite.All",
                    "AppRoleAssignment.ReadWrite.All",
                    "Directory.Read.All",
                    "User.ReadWrite.All",
                    "Group.ReadWrite.All",
                    "AdministrativeUnit.ReadWrite.All"),
            WellKnown.EXCHANGE_ONLINE,
            Set.of("Exchange.ManageAsApp"),
            WellKnown.AZURE_AD_GRAPH,
            Set.of("Directory.ReadWrite.All"),
            WellKnown.AZURE_MANAGEMENT,
            Set.of("Workflow.ReadWrite.All", "Identity.ReadWrite.All", "Audit.Read.All"));

    private BuiltInAdministrator() {}

    /** Whether one of these alternative names is the mark, in any spelling. */
    public static boolean isMarked(List<String> alternativeNames) {
        return alternativeNames.stream()
                .anyMatch(name -> name.strip().toLowerCase(Locale.ROOT).equals(MARK));
    }

    /** Whether this is one of the roles that it always has. */
    static boolean needs(ServicePrincipal resource, AppRoleAssignment assignment) {
        Set<String> needed = ROLES.getOrDefault(resource.appId(), Set.of());
        return resource.appRoles().stream()
                .anyMatch(role -> role.id().equals(assignment.appRoleId()) && needed.contains(role.value()));
    }
}
