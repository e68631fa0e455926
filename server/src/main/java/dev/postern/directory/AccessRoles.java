package dev.postern.directory;

import dev.postern.access.AppId;
import java.util.Map;
import java.util.Set;

/**
 * The app roles whose holders can give access to mailboxes to an application, also to themselves: they can grant app roles, add
 * credentials to other applications, change policies and their groups, or act as a managed identity.
 */
final class AccessRoles {
    private static final Map<AppId, Set<String>> ADMINISTRATIVE = Map.of(
            WellKnown.MICROSOFT_GRAPH,
            Set.of("AppRoleAssignment.ReadWrite.All", "Application.ReadWrite.All"),
            WellKnown.AZURE_AD_GRAPH,
            Set.of("Directory.ReadWrite.All"),
            WellKnown.EXCHANGE_ONLINE,
            Set.of("Exchange.ManageAsApp"),
            WellKnown.AZURE_MANAGEMENT,
            Set.of("Identity.ReadWrite.All", "Workflow.ReadWrite.All"));

    private AccessRoles() {}

    static boolean isAdministrative(AppId resource, AppRole role) {
        return ADMINISTRATIVE.getOrDefault(resource, Set.of()).contains(role.value());
    }
}
