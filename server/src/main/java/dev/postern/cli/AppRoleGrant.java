package dev.postern.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * An application role to grant.
 *
 * @param name its value, such as {@code Mail.Send}
 * @param resource the object id of the service principal that has it
 * @param id of the role
 */
record AppRoleGrant(String name, String resource, String id) {
    private static final String GRAPH = "00000003-0000-0000-c000-000000000000";
    private static final String MANAGEMENT = "797f4846-ba00-4fd7-ba43-dac1f8f63013";

    /** Finds roles by name. A role that neither Graph nor the management of Postern has is refused before anything is changed. */
    static List<AppRoleGrant> find(AppLookup apps, List<String> permissions, String otherwise) {
        Map<String, AppRoleGrant> known = new LinkedHashMap<>();
        add(apps, GRAPH, known);
        if (permissions.stream().anyMatch(wanted -> known.keySet().stream().noneMatch(wanted::equalsIgnoreCase))) {
            add(apps, MANAGEMENT, known);
        }
        List<AppRoleGrant> wanted = new ArrayList<>();
        for (String permission : permissions) {
            String name = known.keySet().stream()
                    .filter(permission::equalsIgnoreCase)
                    .findFirst()
                    .orElseThrow(() -> CliFailure.failed("There is no application role '" + permission + "'."
                            + Suggestion.of(permission, known.keySet()) + " " + otherwise));
            wanted.add(Objects.requireNonNull(known.get(name)));
        }
        return wanted;
    }

    private static void add(AppLookup apps, String appId, Map<String, AppRoleGrant> known) {
        JsonNode resource = apps.call(
                        "GET", "/v1.0/servicePrincipals?$filter=" + Server.encode("appId eq '" + appId + "'"), null)
                .path("value")
                .path(0);
        for (JsonNode role : resource.path("appRoles")) {
            String name = role.path("value").asString();
            known.putIfAbsent(
                    name,
                    new AppRoleGrant(
                            name,
                            resource.path("id").asString(),
                            role.path("id").asString()));
        }
    }

    void to(AppLookup apps, String principal) {
        apps.call(
                "POST",
                "/v1.0/servicePrincipals/" + principal + "/appRoleAssignments",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("principalId", principal)
                        .put("resourceId", resource)
                        .put("appRoleId", id));
    }
}
