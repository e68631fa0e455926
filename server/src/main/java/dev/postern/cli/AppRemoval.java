package dev.postern.cli;

import dev.postern.cli.AppLookup.App;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What goes with an application that is deleted: its policies, its registration for role assignments, and a group that only {@code --only-to}
 * has made and that nothing else uses.
 */
record AppRemoval(App app, Optional<JsonNode> registration, List<JsonNode> policies, List<JsonNode> groups) {
    AppRemoval {
        policies = List.copyOf(policies);
        groups = List.copyOf(groups);
    }

    static AppRemoval of(App app, AppConfinement exchange) {
        List<JsonNode> all = exchange.cmdlet("Get-ApplicationAccessPolicy", object());
        List<JsonNode> own =
                all.stream().filter(policy -> isOf(policy, app.appId())).toList();
        List<JsonNode> others =
                all.stream().filter(policy -> !isOf(policy, app.appId())).toList();
        List<JsonNode> made = own.isEmpty()
                ? List.of()
                : exchange.cmdlet(
                        "Get-DistributionGroup", object().put("Filter", "Notes -eq '" + AppConfinement.MADE + "'"));
        List<JsonNode> scopes = made.isEmpty()
                ? List.of()
                : Stream.of("Get-ManagementRoleAssignment", "Get-ManagementScope")
                        .flatMap(name -> exchange.cmdlet(name, object()).stream())
                        .toList();
        return new AppRemoval(
                app,
                exchange.cmdlet("Get-ServicePrincipal", object()).stream()
                        .filter(one -> isOf(one, app.appId()))
                        .findFirst(),
                own,
                made.stream()
                        .filter(group -> own.stream().anyMatch(policy -> isOn(policy, group)))
                        .filter(group -> others.stream().noneMatch(policy -> isOn(policy, group)))
                        .filter(group -> scopes.stream().noneMatch(scope -> names(scope, group)))
                        .toList());
    }

    private static boolean isOf(JsonNode object, String appId) {
        return text(object, "AppId").equalsIgnoreCase(appId);
    }

    /** The identity of a policy ends with the object id of its scope. */
    private static boolean isOn(JsonNode policy, JsonNode group) {
        return text(policy, "Identity").endsWith(";" + text(group, "ExternalDirectoryObjectId"));
    }

    private static boolean names(JsonNode scope, JsonNode group) {
        return text(scope, "CustomResourceScope").equalsIgnoreCase(text(group, "Name"))
                || text(scope, "RecipientFilter")
                        .toLowerCase(Locale.ROOT)
                        .contains(text(group, "DistinguishedName").toLowerCase(Locale.ROOT));
    }

    private static String text(JsonNode object, String name) {
        return object.path(name).asString("");
    }

    /** A line for each object. */
    String text() {
        StringBuilder text =
                new StringBuilder("The application " + app.name() + " (" + app.appId() + ") is removed.\n");
        policies.forEach(policy -> text.append("Its policy, ")
                .append(text(policy, "AccessRight"))
                .append(" on ")
                .append(text(policy, "ScopeName"))
                .append(" (")
                .append(text(policy, "Guid"))
                .append("), is removed.\n"));
        groups.forEach(group ->
                text.append("The group ").append(text(group, "Name")).append(", which was made for it, is removed.\n"));
        registration.ifPresent(one -> text.append("Its registration for role assignments is removed.\n"));
        return Output.printable(text.toString());
    }

    ObjectNode json() {
        ObjectNode json = object().put("name", app.name()).put("appId", app.appId());
        var policyNames = json.putArray("policies");
        policies.forEach(policy -> policyNames.add(text(policy, "Identity")));
        var groupNames = json.putArray("groups");
        groups.forEach(group -> groupNames.add(text(group, "Name")));
        return json.put("registration", registration.isPresent());
    }

    /** The application goes first: without its policies it would reach more for a moment. */
    void run(AppLookup apps, AppConfinement exchange) {
        registration.ifPresent(one -> exchange.removed("Remove-ServicePrincipal", text(one, "Guid")));
        apps.call(
                "DELETE",
                app.applicationId().isEmpty()
                        ? "/v1.0/servicePrincipals/" + app.principalId()
                        : "/v1.0/applications/" + app.applicationId(),
                null);
        policies.forEach(policy -> exchange.removed("Remove-ApplicationAccessPolicy", text(policy, "Guid")));
        groups.forEach(group -> exchange.removeGroup(text(group, "Guid")));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
