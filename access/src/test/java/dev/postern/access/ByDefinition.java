package dev.postern.access;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A second evaluator, slow and independent of the first: it follows the definition. A scope is expanded downward to the set
 * of everything it contains, by adding members until nothing changes; it uses no index and does not start from the members.
 */
final class ByDefinition {
    private final Facts facts;

    ByDefinition(Facts facts) {
        this.facts = facts;
    }

    /** Allowed if the grant in Entra and the policies allow it, or a role assignment does. */
    Decision decide(
            AppId app, ObjectId principal, Set<String> token, Set<String> sufficient, @Nullable ObjectId owner) {
        Decision entra = entra(app, principal, token, sufficient, owner);
        return new Decision(entra.entra(), rbac(app, principal, sufficient, owner), entra.asked());
    }

    private DecisionHalf.Rbac rbac(AppId app, ObjectId principal, Set<String> sufficient, @Nullable ObjectId owner) {
        Facts.Caller caller = facts.callers.get(principal);
        if (caller == null || !caller.app().equals(app) || !caller.enabled()) {
            return DecisionHalf.Rbac.NONE;
        }
        List<RoleAssignment> all = facts.rolesOf(principal).stream()
                .sorted(Comparator.comparing(RoleAssignment::id))
                .toList();
        if (all.isEmpty()) {
            return DecisionHalf.Rbac.NONE;
        }
        List<RoleAssignment> granting = all.stream()
                .filter(one -> one.permissions().stream().anyMatch(sufficient::contains))
                .toList();
        if (granting.isEmpty()) {
            return new DecisionHalf.Rbac(Rule.ROLE_WITHOUT_PERMISSION, null, null, List.of());
        }
        return granting.stream()
                .filter(one -> isInScope(one.scope(), owner))
                .findFirst()
                .map(one -> role(Rule.ROLE_ASSIGNMENT, one, sufficient, rolePath(one.scope(), owner)))
                .orElseGet(() -> role(Rule.OUTSIDE_EVERY_ROLE_SCOPE, granting.getFirst(), sufficient, List.of()));
    }

    private static DecisionHalf.Rbac role(
            Rule rule, RoleAssignment assignment, Set<String> sufficient, List<ObjectId> path) {
        String permission = assignment.permissions().stream()
                .filter(sufficient::contains)
                .sorted()
                .findFirst()
                .orElseThrow();
        var grant = new Grant(permission, new GrantSource.RoleAssignment(assignment.id()));
        return new DecisionHalf.Rbac(rule, grant, assignment.id(), path);
    }

    private boolean isInScope(ResourceScope scope, @Nullable ObjectId owner) {
        return scope instanceof ResourceScope.Organization
                || (owner != null && facts.contents().contains(scope, owner));
    }

    private static List<ObjectId> rolePath(ResourceScope scope, @Nullable ObjectId owner) {
        if (owner == null) {
            return List.of();
        }
        return switch (scope) {
            case ResourceScope.GroupMembers(ObjectId group) -> List.of(group, owner);
            case ResourceScope.AdministrativeUnit(ObjectId unit) -> List.of(unit, owner);
            default -> List.of(owner);
        };
    }

    private Decision entra(
            AppId app, ObjectId principal, Set<String> token, Set<String> sufficient, @Nullable ObjectId owner) {
        Asked asked = new Asked(Facts.TENANT, Facts.REVISION, app, principal, sufficient, owner);
        Facts.Caller caller = facts.callers.get(principal);
        if (caller == null) {
            return Decision.ofEntra(Rule.PRINCIPAL_UNKNOWN, null, null, List.of(), asked);
        }
        if (!caller.app().equals(app)) {
            return Decision.ofEntra(Rule.PRINCIPAL_OF_ANOTHER_APP, null, null, List.of(), asked);
        }
        if (!caller.enabled()) {
            return Decision.ofEntra(Rule.PRINCIPAL_DISABLED, null, null, List.of(), asked);
        }
        Set<String> usable = new HashSet<>(sufficient);
        usable.retainAll(token);
        if (usable.isEmpty()) {
            return Decision.ofEntra(Rule.PERMISSION_NOT_IN_TOKEN, null, null, List.of(), asked);
        }
        usable.retainAll(facts.grantsOf(principal));
        return usable.stream()
                .sorted()
                .findFirst()
                .map(permission -> policies(asked, Facts.asGrant(permission)))
                .orElseGet(() -> Decision.ofEntra(Rule.GRANT_REVOKED, null, null, List.of(), asked));
    }

    Decision checkPolicy(AppId app, ObjectId owner) {
        return policies(new Asked(Facts.TENANT, Facts.REVISION, app, null, Set.of(), owner), null);
    }

    private Decision policies(Asked asked, @Nullable Grant grant) {
        ObjectId owner = asked.mailboxOwner();
        List<AccessPolicy> deny = policiesOf(asked.app(), AccessRight.DENY_ACCESS);
        List<AccessPolicy> restrict = policiesOf(asked.app(), AccessRight.RESTRICT_ACCESS);
        AccessPolicy denying =
                first(deny, policy -> orphaned(policy) || contents(policy, true).contains(owner));
        if (denying != null) {
            return orphaned(denying)
                    ? Decision.ofEntra(Rule.DENY_SCOPE_ORPHANED, grant, denying, List.of(), asked)
                    : Decision.ofEntra(Rule.DENY_POLICY, grant, denying, path(denying, true, owner), asked);
        }
        if (restrict.isEmpty()) {
            Rule rule = facts.requireScope ? Rule.SCOPE_REQUIRED : Rule.UNSCOPED;
            return Decision.ofEntra(rule, grant, null, List.of(), asked);
        }
        AccessPolicy granting =
                first(restrict, policy -> contents(policy, false).contains(owner));
        if (granting != null) {
            return Decision.ofEntra(Rule.RESTRICT_POLICY, grant, granting, path(granting, false, owner), asked);
        }
        AccessPolicy unconfirmed =
                first(restrict, policy -> contents(policy, true).contains(owner));
        if (unconfirmed != null) {
            List<ObjectId> path = path(unconfirmed, true, owner);
            return Decision.ofEntra(Rule.RESTRICT_MEMBERSHIP_UNCONFIRMED, grant, unconfirmed, path, asked);
        }
        AccessPolicy orphan = first(restrict, this::orphaned);
        return orphan != null
                ? Decision.ofEntra(Rule.RESTRICT_SCOPE_ORPHANED, grant, orphan, List.of(), asked)
                : Decision.ofEntra(Rule.OUTSIDE_EVERY_SCOPE, grant, restrict.getFirst(), List.of(), asked);
    }

    private List<AccessPolicy> policiesOf(AppId app, AccessRight right) {
        return facts.policies.stream()
                .filter(policy -> policy.right() == right)
                .filter(policy ->
                        Set.of("*", app.toString()).contains(policy.app().toString()))
                .sorted(Comparator.comparing(policy -> policy.id().toString()))
                .toList();
    }

    private boolean orphaned(AccessPolicy policy) {
        RecipientKind kind = facts.kinds.get(policy.scope());
        return kind != RecipientKind.USER && kind != RecipientKind.SECURITY_GROUP;
    }

    private Set<ObjectId> contents(AccessPolicy policy, boolean throughEveryGroup) {
        return orphaned(policy)
                ? new HashSet<>()
                : distances(policy.scope(), throughEveryGroup).keySet();
    }

    /** Everything below a scope, with the number of steps down to it: expanded until nothing changes. */
    private Map<ObjectId, Integer> distances(ObjectId scope, boolean throughEveryGroup) {
        Map<ObjectId, Integer> distances = new HashMap<>(Map.of(scope, 0));
        boolean changed = true;
        while (changed) {
            changed = false;
            for (ObjectId group : facts.members.keySet()) {
                Integer soFar = distances.get(group);
                if (soFar != null && (throughEveryGroup || facts.kinds.get(group) == RecipientKind.SECURITY_GROUP)) {
                    for (ObjectId member : facts.members.getOrDefault(group, Set.of())) {
                        if (distances.getOrDefault(member, Integer.MAX_VALUE) > soFar + 1) {
                            distances.put(member, soFar + 1);
                            changed = true;
                        }
                    }
                }
            }
        }
        return distances;
    }

    /** From the owner, always up to the smallest group that is one step nearer to the scope. */
    private List<ObjectId> path(AccessPolicy policy, boolean throughEveryGroup, @Nullable ObjectId owner) {
        Map<ObjectId, Integer> distances = distances(policy.scope(), throughEveryGroup);
        List<ObjectId> upward = new ArrayList<>();
        ObjectId at = owner;
        while (at != null && !at.equals(policy.scope())) {
            upward.add(at);
            ObjectId below = at;
            int nearer = distances.getOrDefault(at, 0) - 1;
            at = facts.members.keySet().stream()
                    .filter(group -> distances.getOrDefault(group, -1) == nearer)
                    .filter(group -> throughEveryGroup || facts.kinds.get(group) == RecipientKind.SECURITY_GROUP)
                    .filter(group -> facts.members.getOrDefault(group, Set.of()).contains(below))
                    .min(Comparator.comparing(ObjectId::toString))
                    .orElse(null);
        }
        upward.add(policy.scope());
        return upward.reversed();
    }

    private static @Nullable AccessPolicy first(List<AccessPolicy> policies, Predicate<AccessPolicy> condition) {
        return policies.stream().filter(condition).findFirst().orElse(null);
    }
}
