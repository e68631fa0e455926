package dev.postern.management;

import dev.postern.access.ObjectId;
import dev.postern.directory.Application;
import dev.postern.directory.ApplicationAccessPolicy;
import dev.postern.directory.BuiltInConsole;
import dev.postern.directory.Credentials;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ExchangeServicePrincipal;
import dev.postern.directory.ManagementRoleAssignment;
import dev.postern.directory.ManagementScope;
import dev.postern.directory.PasswordCredential;
import dev.postern.directory.Recipient;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.ServicePrincipalType;
import dev.postern.effective.ApplicationReach;
import dev.postern.effective.EffectiveAccess;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An application as JSON: what it is, what it may do, what confines it, and how it signs in. No secrets. */
record ApplicationShape(DirectorySnapshot directory, EffectiveAccess access, Instant now) {
    /** The row of a list. */
    ObjectNode row(ServicePrincipal principal) {
        Application application = directory.application(principal.appId());
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("name", principal.displayName())
                .put("appId", principal.appId().toString())
                .put("principalId", principal.id().toString())
                .put(
                        "applicationId",
                        application == null ? null : application.id().toString())
                .put("kind", kind(principal))
                .put("enabled", principal.accountEnabled())
                .put("created", principal.createdAt().toString())
                .put("reach", ApplicationReach.of(access, principal).text())
                .put("policies", directory.policiesNaming(principal.appId()).count())
                .put(
                        "roleAssignments",
                        directory.roleAssignmentsOf(principal.id()).size());
        var permissions = node.putArray("permissions");
        directory.assignmentsOf(principal.id()).stream()
                .map(one -> {
                    ServicePrincipal resource = directory.find(one.resource(), ServicePrincipal.class);
                    return JsonNodeFactory.instance
                            .objectNode()
                            .put("assignment", one.id())
                            .put("permission", role(resource, one.appRoleId().toString()))
                            .put("resource", resource == null ? "" : resource.displayName())
                            .put("resourceId", one.resource().toString())
                            .put("roleId", one.appRoleId().toString())
                            .put("since", one.createdAt().toString());
                })
                .sorted(Comparator.comparing(one -> one.path("permission").asString("")))
                .forEach(permissions::add);
        Optional<Instant> ends =
                ends(principal, application).filter(end -> end.isAfter(now)).min(Comparator.naturalOrder());
        node.put("credentials", ends(principal, application).count())
                .put(
                        "expired",
                        ends(principal, application)
                                .filter(end -> !end.isAfter(now))
                                .count())
                .put("nextExpiry", ends.map(Instant::toString).orElse(null));
        return node;
    }

    /** Everything about one application. */
    ObjectNode whole(ServicePrincipal principal) {
        ObjectNode node = row(principal);
        ExchangeServicePrincipal registration =
                directory.exchangeObject(principal.id().toString(), ExchangeServicePrincipal.class);
        node.put("registration", registration == null ? null : registration.id().toString());
        var policies = node.putArray("policyList");
        directory.policiesNaming(principal.appId()).forEach(one -> policies.add(policy(one)));
        var roles = node.putArray("roleAssignmentList");
        directory.roleAssignmentsOf(principal.id()).forEach(one -> roles.add(assignment(one)));
        var secrets = node.putArray("secrets");
        var certificates = node.putArray("certificates");
        var federated = node.putArray("federated");
        Application application = directory.application(principal.appId());
        Stream.of(
                        new Held("application", application == null ? Credentials.NONE : application.credentials()),
                        new Held("servicePrincipal", principal.credentials()))
                .forEach(held -> {
                    held.credentials().passwords().stream()
                            .sorted(Comparator.comparing(PasswordCredential::end))
                            .forEach(one -> secrets.add(credential(
                                            held.on(),
                                            one.keyId().toString(),
                                            one.displayName(),
                                            one.start(),
                                            one.end())
                                    .put("hint", one.hint())));
                    held.credentials()
                            .keys()
                            .forEach(one -> certificates.add(credential(
                                    held.on(), one.keyId().toString(), one.displayName(), one.start(), one.end())));
                    held.credentials()
                            .federated()
                            .forEach(one -> federated
                                    .addObject()
                                    .put("on", held.on())
                                    .put("name", one.name())
                                    .put("issuer", one.issuer())
                                    .put("subject", one.subject()));
                });
        return node;
    }

    private record Held(String on, Credentials credentials) {}

    private ObjectNode credential(String on, String id, @Nullable String name, Instant start, Instant end) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("on", on)
                .put("keyId", id)
                .put("name", name)
                .put("start", start.toString())
                .put("end", end.toString())
                .put("expired", !end.isAfter(now));
    }

    private static Stream<Instant> ends(ServicePrincipal principal, @Nullable Application application) {
        return Stream.of(application == null ? Credentials.NONE : application.credentials(), principal.credentials())
                .flatMap(one -> Stream.concat(
                        one.passwords().stream().map(PasswordCredential::end),
                        one.keys().stream().map(key -> key.end())));
    }

    private String kind(ServicePrincipal principal) {
        if (BuiltInConsole.isMarked(principal.alternativeNames())) {
            return "console";
        }
        ServicePrincipal administrator = directory.administrator();
        if (administrator != null && administrator.id().equals(principal.id())) {
            return "administrator";
        }
        return principal.type() == ServicePrincipalType.MANAGED_IDENTITY ? "managedIdentity" : "application";
    }

    private static String role(@Nullable ServicePrincipal resource, String id) {
        return resource == null
                ? id
                : resource.appRoles().stream()
                        .filter(role -> role.id().toString().equals(id))
                        .map(role -> role.value())
                        .findFirst()
                        .orElse(id);
    }

    ObjectNode policy(ApplicationAccessPolicy one) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("id", one.id().toString())
                .put("right", one.right().text())
                .put("app", one.app().toString())
                .put("description", one.description());
        node.set("scope", named(one.scope(), one.scopeName()));
        return node;
    }

    ObjectNode assignment(ManagementRoleAssignment one) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("id", one.id().toString())
                .put("name", one.name())
                .put("role", one.role())
                .put("scopeType", one.scopeType().text());
        ObjectId scope = one.scope();
        if (scope != null) {
            ManagementScope filtered = directory.exchangeObject(scope, ManagementScope.class);
            node.set(
                    "scope",
                    filtered == null
                            ? named(scope, "")
                            : JsonNodeFactory.instance
                                    .objectNode()
                                    .put("id", scope.toString())
                                    .put("name", filtered.name())
                                    .put("filter", filtered.filter())
                                    .put("exists", true));
        }
        return node;
    }

    /** An object with its name, or the name that it had. */
    ObjectNode named(ObjectId id, String otherwise) {
        DirectoryObject found = directory.find(id);
        ObjectNode node =
                JsonNodeFactory.instance.objectNode().put("id", id.toString()).put("exists", found != null);
        if (found == null) {
            return node.put("name", otherwise);
        }
        Recipient recipient = Recipient.of(found);
        return node.put("name", found.displayName())
                .put("kind", RecipientShape.kind(found))
                .put("address", recipient == null ? null : recipient.primaryAddress());
    }
}
