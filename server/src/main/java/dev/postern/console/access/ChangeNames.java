package dev.postern.console.access;

import dev.postern.console.call.EdgeCalls;
import dev.postern.console.call.EdgeRefusal;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** Says in words what a change does, with the names of what its parameters identify. Belongs to one request. */
final class ChangeNames {
    private static final String GUID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
    private static final String PRINCIPALS = "/servicePrincipals";

    private final EdgeCalls calls;

    ChangeNames(EdgeCalls calls) {
        this.calls = calls;
    }

    /** With the app ids of applications that are named by their display names. */
    ProposedChange identified(ProposedChange change) {
        return new ProposedChange(
                change.cmdlets().stream().map(this::identified).toList());
    }

    private ProposedCmdlet identified(ProposedCmdlet one) {
        ProposedCmdlet now = one;
        for (String parameter : List.of("AppId", "App")) {
            String value = one.value(parameter);
            if (!value.isEmpty() && !value.equals("*") && !value.matches(GUID)) {
                now = now.with(parameter, appId(value));
            }
        }
        return now;
    }

    /** The name itself if not exactly one application has it; the cmdlet then says so. */
    private String appId(String name) {
        return known(name, () -> {
            List<JsonNode> found = calls.graph(PRINCIPALS + "?$select=appId&$top=2&$filter="
                            + EdgeCalls.encode("displayName eq '" + name.replace("'", "''") + "'"))
                    .values();
            return found.size() == 1 ? found.getFirst().path("appId").asString(name) : name;
        });
    }

    /** A sentence about a cmdlet. */
    String sentence(ProposedCmdlet one) {
        return switch (one.name()) {
            case "New-ApplicationAccessPolicy" ->
                "Creates a policy: " + app(one.value("AppId"))
                        + (one.value("AccessRight").equals("DenyAccess") ? " must not access " : " may access only ")
                        + (one.value("PolicyScopeGroupId").isEmpty()
                                ? "a scope that is not named yet"
                                : one.value("PolicyScopeGroupId"))
                        + ".";
            case "Remove-ApplicationAccessPolicy" -> "Removes a policy: " + policy(one.value("Identity")) + ".";
            case "Add-DistributionGroupMember" ->
                "Adds " + one.value("Member") + " to the group " + one.value("Identity") + ".";
            case "Remove-DistributionGroupMember" ->
                "Removes " + one.value("Member") + " from the group " + one.value("Identity") + ".";
            case "New-DistributionGroup" ->
                "Creates the group " + one.value("Name") + " with " + one.value("Members") + ".";
            case "Remove-DistributionGroup" -> "Removes the group " + one.value("Identity") + ".";
            case "New-ManagementRoleAssignment" ->
                "Assigns the role " + one.value("Role") + " to " + app(one.value("App")) + ", on " + scope(one) + ".";
            case "Remove-ManagementRoleAssignment" -> "Removes the role assignment " + one.value("Identity") + ".";
            case "Remove-ManagementScope" -> "Removes the management scope " + one.value("Identity") + ".";
            case AccessCmdlets.NEW_GRANT ->
                "Grants " + role(one.value("ResourceId"), one.value("AppRoleId")) + " to "
                        + principal(one.value("ServicePrincipalId")) + ".";
            case AccessCmdlets.REMOVE_GRANT ->
                "Revokes " + grant(one.value("ServicePrincipalId"), one.value("AppRoleAssignmentId")) + " of "
                        + principal(one.value("ServicePrincipalId")) + ".";
            default -> "Changes " + one.value("Identity") + ": " + properties(one) + ".";
        };
    }

    /** The same sentence after the change. */
    static String done(String sentence) {
        int end = sentence.indexOf(' ');
        String verb = sentence.substring(0, end);
        return verb.substring(0, verb.length() - (verb.endsWith("es") ? 2 : 1)) + "ed" + sentence.substring(end);
    }

    private static String properties(ProposedCmdlet one) {
        return String.join(
                ", ",
                one.values().entrySet().stream()
                        .filter(entry -> !entry.getKey().equals("Identity"))
                        .map(entry -> entry.getKey() + " is " + entry.getValue())
                        .toList());
    }

    private static String scope(ProposedCmdlet one) {
        return List.of("CustomResourceScope", "RecipientGroupScope", "RecipientAdministrativeUnitScope").stream()
                .map(one::value)
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("every mailbox");
    }

    private String app(String id) {
        if (id.equals("*")) {
            return "every application";
        }
        return known(
                "the application " + id,
                () -> quoted(calls.graph(PRINCIPALS + "(appId='" + EdgeCalls.encode(id) + "')?$select=displayName")
                        .json()));
    }

    private String principal(String id) {
        return known(
                "the service principal " + id,
                () -> quoted(calls.graph(PRINCIPALS + "/" + EdgeCalls.encode(id) + "?$select=displayName")
                        .json()));
    }

    private static String quoted(JsonNode named) {
        return "\"" + named.path("displayName").asString("") + "\"";
    }

    private String role(String resource, String role) {
        return known(
                "the permission " + role,
                () -> calls.graph(PRINCIPALS + "/" + EdgeCalls.encode(resource) + "?$select=appRoles")
                        .json()
                        .path("appRoles")
                        .valueStream()
                        .filter(one -> one.path("id").asString("").equalsIgnoreCase(role))
                        .map(one -> one.path("value").asString(role))
                        .findFirst()
                        .orElse("the permission " + role));
    }

    private String grant(String principal, String assignment) {
        return known("the grant " + assignment, () -> {
            JsonNode found = calls.graph(PRINCIPALS + "/" + EdgeCalls.encode(principal) + "/appRoleAssignments/"
                            + EdgeCalls.encode(assignment))
                    .json();
            return role(
                    found.path("resourceId").asString(""),
                    found.path("appRoleId").asString(""));
        });
    }

    private String policy(String identity) {
        return known(
                identity,
                () -> calls.cmdlet("Get-ApplicationAccessPolicy", Map.of("Identity", identity)).values().stream()
                        .map(one -> one.path("AccessRight").asString("") + " of "
                                + app(one.path("AppId").asString("")) + " on \""
                                + one.path("ScopeName").asString("") + "\"")
                        .findFirst()
                        .orElse(identity));
    }

    /** A name that cannot be read must not hide the change. */
    private static String known(String otherwise, Supplier<String> name) {
        try {
            return name.get();
        } catch (EdgeRefusal e) {
            return otherwise;
        }
    }
}
