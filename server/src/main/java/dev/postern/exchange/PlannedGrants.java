package dev.postern.exchange;

import dev.postern.access.ObjectId;
import dev.postern.directory.AppRoleAssignment;
import dev.postern.directory.Draft;
import dev.postern.directory.ServicePrincipal;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The cmdlets of a plan that grant and revoke app roles. The command line sends them to Graph, with the same checks. Thread-safe. */
final class PlannedGrants {
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    PlannedGrants(InstantSource clock) {
        this.clock = clock;
    }

    void make(Draft draft, String cmdlet, ObjectNode parameters) {
        switch (cmdlet) {
            case "New-MgServicePrincipalAppRoleAssignment" -> {
                ServicePrincipal holder = principal(draft, parameters, "ServicePrincipalId");
                ObjectNode given = parameters.deepCopy();
                if (value(parameters, "BodyParameter") instanceof ObjectNode body) {
                    given.setAll(body);
                }
                if (!holder.id().equals(principal(draft, given, "PrincipalId").id())) {
                    throw CmdletFailures.invalid("PrincipalId and ServicePrincipalId are not the same.");
                }
                grant(draft, given, "AppRoleId");
            }
            case "New-AzureADServiceAppRoleAssignment" -> {
                principal(draft, parameters, "ObjectId");
                grant(draft, parameters, "Id");
            }
            case "Remove-MgServicePrincipalAppRoleAssignment" -> {
                ServicePrincipal holder = principal(draft, parameters, "ServicePrincipalId");
                String id = text(parameters, "AppRoleAssignmentId");
                AppRoleAssignment assignment = draft.before().assignment(id);
                if (assignment == null || !assignment.principal().equals(holder.id())) {
                    throw CmdletFailures.notFound(id);
                }
                draft.remove(assignment);
            }
            default -> throw CmdletFailures.unknownCmdlet(cmdlet);
        }
    }

    private void grant(Draft draft, ObjectNode parameters, String role) {
        ServicePrincipal principal = principal(draft, parameters, "PrincipalId");
        ServicePrincipal resource = principal(draft, parameters, "ResourceId");
        UUID id = Guid.of(text(parameters, role));
        boolean offered = resource.appRoles().stream()
                .anyMatch(one -> one.id().equals(id)
                        && one.enabled()
                        && one.allowedMemberTypes().contains("Application"));
        if (id == null || !offered) {
            throw CmdletFailures.invalid("Permission being assigned was not found on application");
        }
        boolean held = draft.before().assignmentsOf(principal.id()).stream()
                .anyMatch(one ->
                        one.resource().equals(resource.id()) && one.appRoleId().equals(id));
        if (held) {
            throw CmdletFailures.invalid("Permission being assigned already exists on the object");
        }
        draft.put(new AppRoleAssignment(
                AppRoleAssignment.newId(principal.id(), random), principal.id(), resource.id(), id, clock.instant()));
    }

    private static ServicePrincipal principal(Draft draft, ObjectNode parameters, String name) {
        String text = text(parameters, name);
        UUID id = Guid.of(text);
        ServicePrincipal found = id == null ? null : draft.before().find(new ObjectId(id), ServicePrincipal.class);
        if (found == null) {
            throw CmdletFailures.notFound(text);
        }
        return found;
    }

    private static String text(ObjectNode parameters, String name) {
        String text = value(parameters, name).asString("");
        if (text.isEmpty()) {
            throw CmdletFailures.invalid(
                    "Cannot process command because of one or more missing mandatory parameters: " + name + ".");
        }
        return text;
    }

    private static JsonNode value(ObjectNode parameters, String name) {
        return parameters.properties().stream()
                .filter(one -> one.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .reduce((first, last) -> last)
                .orElseGet(parameters::missingNode);
    }
}
