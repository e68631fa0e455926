package dev.postern.console.access;

import dev.postern.cmdlet.CmdletParameter;
import dev.postern.cmdlet.CmdletTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The cmdlets that change access, and those of their parameters that the console passes on. Nothing else is run here. */
final class AccessCmdlets {
    static final String NEW_GRANT = "New-MgServicePrincipalAppRoleAssignment";
    static final String REMOVE_GRANT = "Remove-MgServicePrincipalAppRoleAssignment";

    private static final CmdletTable EXCHANGE = CmdletTable.exchange();
    private static final CmdletTable DIRECTORY = CmdletTable.directory();

    private static final Map<String, Set<String>> ACCEPTED = Map.ofEntries(
            Map.entry(
                    "New-ApplicationAccessPolicy", Set.of("AccessRight", "AppId", "PolicyScopeGroupId", "Description")),
            Map.entry("Remove-ApplicationAccessPolicy", Set.of("Identity")),
            Map.entry("Add-DistributionGroupMember", Set.of("Identity", "Member")),
            Map.entry("Remove-DistributionGroupMember", Set.of("Identity", "Member")),
            Map.entry("New-DistributionGroup", Set.of("Name", "Type", "Members")),
            Map.entry("Remove-DistributionGroup", Set.of("Identity")),
            Map.entry(
                    "New-ManagementRoleAssignment",
                    Set.of(
                            "Name",
                            "App",
                            "Role",
                            "CustomResourceScope",
                            "RecipientGroupScope",
                            "RecipientAdministrativeUnitScope")),
            Map.entry("Remove-ManagementRoleAssignment", Set.of("Identity")),
            Map.entry("Remove-ManagementScope", Set.of("Identity")),
            // the properties that filters of management scopes compare
            Map.entry(
                    "Set-User",
                    Set.of(
                            "Identity",
                            "Title",
                            "Department",
                            "Company",
                            "Office",
                            "City",
                            "StateOrProvince",
                            "CountryOrRegion")),
            Map.entry(
                    "Set-Mailbox",
                    Stream.concat(
                                    Stream.of("Identity"),
                                    IntStream.rangeClosed(1, 15).mapToObj(number -> "CustomAttribute" + number))
                            .collect(Collectors.toUnmodifiableSet())),
            Map.entry(NEW_GRANT, Set.of("ServicePrincipalId", "PrincipalId", "ResourceId", "AppRoleId")),
            Map.entry(REMOVE_GRANT, Set.of("ServicePrincipalId", "AppRoleAssignmentId")));

    private AccessCmdlets() {}

    static boolean accepts(String cmdlet) {
        return ACCEPTED.containsKey(cmdlet);
    }

    /** The parameter of a cmdlet, if the console passes it on. */
    static Optional<CmdletParameter> parameter(String cmdlet, String name) {
        return ACCEPTED.getOrDefault(cmdlet, Set.of()).contains(name)
                ? EXCHANGE.find(cmdlet).or(() -> DIRECTORY.find(cmdlet)).flatMap(found -> found.parameter(name))
                : Optional.empty();
    }

    /** Whether Microsoft Graph makes the change. */
    static boolean isOfGraph(String cmdlet) {
        return cmdlet.equals(NEW_GRANT) || cmdlet.equals(REMOVE_GRANT);
    }

    /** The roles that can be assigned. */
    static List<String> roles() {
        return EXCHANGE.find("New-ManagementRoleAssignment")
                .flatMap(cmdlet -> cmdlet.parameter("Role"))
                .map(CmdletParameter::choices)
                .orElse(List.of());
    }

    /** The permissions of roles, which are offered in searches. */
    static List<String> permissions() {
        return roles().stream()
                .map(role -> role.substring(role.indexOf(' ') + 1))
                .filter(name -> name.indexOf(' ') < 0)
                .toList();
    }
}
