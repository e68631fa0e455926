package dev.postern.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A tenant as plain facts without any index; scenarios define it, and the second evaluator reads it. */
final class Facts {
    /** A service principal of the facts. */
    record Caller(AppId app, boolean enabled) {}

    static final TenantId TENANT = TenantId.of("7e4a47b0-0000-4000-8000-000000000001");
    static final long REVISION = 42;

    boolean requireScope;
    final Map<ObjectId, RecipientKind> kinds = new LinkedHashMap<>();
    final Map<ObjectId, Set<ObjectId>> members = new LinkedHashMap<>();
    final List<AccessPolicy> policies = new ArrayList<>();
    final Map<ObjectId, Caller> callers = new LinkedHashMap<>();
    final Map<ObjectId, Set<String>> grants = new HashMap<>();
    final Map<ObjectId, List<RoleAssignment>> roles = new HashMap<>();
    /** What each scope contains, as the directory would say it; groups are not here, because their members are. */
    final Map<ObjectId, Set<ObjectId>> scopes = new HashMap<>();

    void member(ObjectId group, ObjectId member) {
        members.computeIfAbsent(group, _ -> new HashSet<>()).add(member);
    }

    void grant(ObjectId principal, String permission) {
        grants.computeIfAbsent(principal, _ -> new HashSet<>()).add(permission);
    }

    Set<String> grantsOf(ObjectId principal) {
        return grants.getOrDefault(principal, Set.of());
    }

    List<RoleAssignment> rolesOf(ObjectId principal) {
        return roles.getOrDefault(principal, List.of());
    }

    /** A copy, as the contents of a snapshot never change. */
    ScopeContents contents() {
        Map<ObjectId, Set<ObjectId>> byScope = copy(scopes);
        Map<ObjectId, Set<ObjectId>> byGroup = copy(members);
        return (scope, recipient) -> switch (scope) {
            case ResourceScope.Organization _ -> throw new AssertionError("The engine knows this itself");
            case ResourceScope.ManagementScope(ObjectId id) ->
                byScope.getOrDefault(id, Set.of()).contains(recipient);
            case ResourceScope.AdministrativeUnit(ObjectId id) ->
                byScope.getOrDefault(id, Set.of()).contains(recipient);
            case ResourceScope.GroupMembers(ObjectId group) ->
                byGroup.getOrDefault(group, Set.of()).contains(recipient);
        };
    }

    private static Map<ObjectId, Set<ObjectId>> copy(Map<ObjectId, Set<ObjectId>> sets) {
        Map<ObjectId, Set<ObjectId>> copy = new HashMap<>();
        sets.forEach((id, members) -> copy.put(id, Set.copyOf(members)));
        return copy;
    }

    static Grant asGrant(String permission) {
        return new Grant(permission, new GrantSource.AppRoleAssignment("assignment-of-" + permission));
    }

    AccessSnapshot snapshot() {
        AccessSnapshot.Builder builder =
                AccessSnapshot.builder(TENANT, REVISION).requireScope(requireScope);
        policies.forEach(builder::policy);
        kinds.forEach(builder::recipient);
        members.forEach(builder::members);
        callers.forEach((id, caller) -> builder.principal(id, caller.app(), caller.enabled()));
        grants.forEach((id, permissions) -> permissions.forEach(permission -> builder.grant(id, asGrant(permission))));
        roles.forEach((id, assignments) -> assignments.forEach(assignment -> builder.role(id, assignment)));
        builder.scopes(contents());
        return builder.build();
    }
}
