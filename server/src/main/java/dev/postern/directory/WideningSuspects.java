package dev.postern.directory;

import dev.postern.access.AccessRight;
import dev.postern.access.ObjectId;
import dev.postern.access.RecipientKind;
import dev.postern.directory.Touched.Edge;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names the policies through which a change of memberships and kinds of recipients can widen access: the DenyAccess policies above a
 * membership that ended, the RestrictAccess policies above one that began, and the policies whose scope became valid. A change without
 * such policies costs the groups above its groups. For one thread.
 */
final class WideningSuspects {
    /**
     * A policy and the object whose mailboxes may have become accessible.
     *
     * @param below null for every mailbox of the tenant
     */
    record Suspect(ApplicationAccessPolicy policy, @Nullable ObjectId below) {}

    private final Facts was;
    private final Facts now;
    private final Draft draft;
    private final WideningBudget budget;
    private final Set<Suspect> found = new LinkedHashSet<>();

    WideningSuspects(Facts was, Draft draft, WideningBudget budget) {
        this.was = was;
        this.now = draft.facts();
        this.draft = draft;
        this.budget = budget;
    }

    Collection<Suspect> find() {
        if (was.policies().byId().isEmpty() && now.policies().byId().isEmpty()) {
            return List.of();
        }
        Map<ObjectId, List<ObjectId>> ended = new LinkedHashMap<>();
        Map<ObjectId, List<ObjectId>> begun = new LinkedHashMap<>();
        draft.edges.forEach((edge, added) -> {
            if (mayHaveMailbox(edge)) {
                (added ? begun : ended)
                        .computeIfAbsent(edge.group(), _ -> new ArrayList<>())
                        .add(edge.member());
            }
        });
        ended.forEach((group, members) -> suspect(
                above(was, group, AccessRight.DENY_ACCESS).stream()
                        // a DenyAccess policy whose scope is gone counts for every mailbox
                        .filter(policy -> isValid(AccessFacts.kind(now.find(policy.scope()))))
                        .toList(),
                members));
        begun.forEach((group, members) -> suspect(above(now, group, AccessRight.RESTRICT_ACCESS), members));
        draft.objects.keySet().forEach(this::kind);
        return found;
    }

    /** A new mailbox does not count, so that creating mailboxes stays cheap. */
    private boolean mayHaveMailbox(Edge edge) {
        DirectoryObject before = was.find(edge.member());
        return before instanceof Group
                || now.find(edge.member()) instanceof Group
                || (before instanceof User user && user.mailbox() != null);
    }

    /** A recipient of another kind: as a scope it can become valid, and a group can become one whose nested members count. */
    private void kind(ObjectId id) {
        RecipientKind before = AccessFacts.kind(was.find(id));
        RecipientKind after = AccessFacts.kind(now.find(id));
        if (before == after || after == null) {
            return;
        }
        boolean becameValid = isValid(after) && !isValid(before);
        for (ApplicationAccessPolicy policy : now.policies().byScope().get(id)) {
            if (becameValid) {
                found.add(new Suspect(policy, policy.right() == AccessRight.DENY_ACCESS ? null : id));
            }
        }
        if (after == RecipientKind.SECURITY_GROUP) {
            suspect(above(now, id, AccessRight.RESTRICT_ACCESS), List.of(id));
        }
    }

    private static boolean isValid(@Nullable RecipientKind scope) {
        return scope != null && scope.isSecurityPrincipal();
    }

    private void suspect(List<ApplicationAccessPolicy> policies, List<ObjectId> members) {
        policies.forEach(policy -> members.forEach(member -> found.add(new Suspect(policy, member))));
    }

    /** The policies of a right whose scope is this group or a group above it, through memberships that count for the right. */
    private List<ApplicationAccessPolicy> above(Facts facts, ObjectId group, AccessRight right) {
        List<ApplicationAccessPolicy> policies = new ArrayList<>();
        Set<ObjectId> seen = new HashSet<>(Set.of(group));
        Deque<ObjectId> next = new ArrayDeque<>(seen);
        while (!next.isEmpty() && budget.take()) {
            ObjectId one = next.remove();
            if (right == AccessRight.RESTRICT_ACCESS
                    && AccessFacts.kind(facts.find(one)) != RecipientKind.SECURITY_GROUP) {
                continue;
            }
            for (ApplicationAccessPolicy policy : facts.policies().byScope().get(one)) {
                if (policy.right() == right) {
                    policies.add(policy);
                }
            }
            for (ObjectId parent : facts.members().groupsOf(one)) {
                if (seen.add(parent)) {
                    next.add(parent);
                }
            }
        }
        return policies;
    }
}
