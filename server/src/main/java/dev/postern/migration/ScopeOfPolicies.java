package dev.postern.migration;

import dev.postern.access.AccessRight;
import dev.postern.access.ObjectId;
import dev.postern.access.RecipientKind;
import dev.postern.directory.ApplicationAccessPolicy;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.DistinguishedNames;
import dev.postern.directory.Group;
import dev.postern.directory.Recipient;
import dev.postern.directory.User;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The filter of a management scope with the mailboxes that policies allow. {@code MemberOfGroup} means direct members, so a nested group is
 * named beside the group that contains it: for a RestrictAccess policy the nested security groups, for a DenyAccess policy all nested
 * groups, as the policies count them.
 */
final class ScopeOfPolicies {
    private final DirectorySnapshot directory;
    private final List<ApplicationAccessPolicy> policies;
    /** Nested groups that the filter names. */
    private final Set<ObjectId> nested = new LinkedHashSet<>();

    ScopeOfPolicies(DirectorySnapshot directory, List<ApplicationAccessPolicy> policies) {
        this.directory = directory;
        this.policies = List.copyOf(policies);
    }

    Set<ObjectId> nested() {
        return nested;
    }

    /** Whether the scope of a policy exists and is a security principal. */
    static boolean isResolved(DirectorySnapshot directory, ApplicationAccessPolicy policy) {
        DirectoryObject object = directory.find(policy.scope());
        Recipient recipient = object == null ? null : Recipient.of(object);
        return recipient != null && recipient.type().kind() != RecipientKind.OTHER;
    }

    /** The filter in OPATH; empty if no RestrictAccess policy has a scope that still exists. Those without a scope are left out. */
    Optional<String> filter() {
        List<String> allowed = conditions(AccessRight.RESTRICT_ACCESS);
        List<String> denied = conditions(AccessRight.DENY_ACCESS);
        boolean restricts = policies.stream().anyMatch(one -> one.right() == AccessRight.RESTRICT_ACCESS);
        if (restricts && allowed.isEmpty()) {
            return Optional.empty();
        }
        String some = String.join(" -or ", allowed);
        String none = denied.isEmpty() ? "" : "-not (" + String.join(" -or ", denied) + ")";
        return Optional.of(allowed.isEmpty() ? none : denied.isEmpty() ? some : "(" + some + ") -and (" + none + ")");
    }

    private List<String> conditions(AccessRight right) {
        Set<String> conditions = new LinkedHashSet<>();
        for (ApplicationAccessPolicy policy : policies) {
            if (policy.right() == right && isResolved(directory, policy)) {
                if (directory.find(policy.scope()) instanceof User) {
                    conditions.add("(ExternalDirectoryObjectId -eq '" + policy.scope() + "')");
                } else {
                    groups(policy.scope(), right == AccessRight.RESTRICT_ACCESS)
                            .forEach(name -> conditions.add("(MemberOfGroup -eq '" + name.replace("'", "''") + "')"));
                }
            }
        }
        return List.copyOf(conditions);
    }

    /** The distinguished names of a group and its nested groups. */
    private List<String> groups(ObjectId scope, boolean securityOnly) {
        List<String> names = new ArrayList<>();
        Set<ObjectId> seen = new LinkedHashSet<>(List.of(scope));
        Deque<ObjectId> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            ObjectId id = open.remove();
            Group group = directory.find(id, Group.class);
            Recipient recipient = group == null ? null : group.recipient();
            if (group == null || (securityOnly && !group.isSecurityGroup())) {
                continue;
            }
            if (recipient != null) {
                names.add(DistinguishedNames.of(directory.tenant(), recipient));
                if (!id.equals(scope)) {
                    nested.add(id);
                }
            }
            directory.members(id).stream().filter(seen::add).forEach(open::add);
        }
        return names;
    }
}
