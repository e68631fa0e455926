package dev.postern.console.access;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the commands of a finding do, in a few words each. */
final class CommandWords {
    private static final Map<String, String> DOES = Map.ofEntries(
            Map.entry("New-ApplicationAccessPolicy", "makes a policy"),
            Map.entry("Set-ApplicationAccessPolicy", "changes the policy"),
            Map.entry("Remove-ApplicationAccessPolicy", "removes the policy"),
            Map.entry("New-DistributionGroup", "makes a group"),
            Map.entry("Set-DistributionGroup", "changes the group"),
            Map.entry("Remove-DistributionGroup", "removes the group"),
            Map.entry("Add-DistributionGroupMember", "adds a member to the group"),
            Map.entry("Remove-DistributionGroupMember", "removes a member from the group"),
            Map.entry("New-ManagementScope", "makes a management scope"),
            Map.entry("Set-ManagementScope", "changes the management scope"),
            Map.entry("Remove-ManagementScope", "removes the management scope"),
            Map.entry("New-ManagementRoleAssignment", "assigns a role"),
            Map.entry("Set-ManagementRoleAssignment", "changes the role assignment"),
            Map.entry("Remove-ManagementRoleAssignment", "removes the role assignment"),
            Map.entry("New-MgServicePrincipalAppRoleAssignment", "grants a permission"),
            Map.entry(
                    "Remove-MgServicePrincipalAppRoleAssignment",
                    "removes the permission, so that the application cannot use it for any mailbox"),
            Map.entry("Remove-MgApplicationPassword", "removes the secret"),
            Map.entry("Remove-MgServicePrincipalPassword", "removes the secret"));

    private CommandWords() {}

    /** Empty if a command is not known. */
    static String of(List<String> commands) {
        List<String> names =
                commands.stream().map(one -> one.split(" ", 2)[0]).distinct().toList();
        return DOES.keySet().containsAll(names)
                ? names.stream().map(DOES::get).collect(Collectors.joining(", then "))
                : "";
    }
}
