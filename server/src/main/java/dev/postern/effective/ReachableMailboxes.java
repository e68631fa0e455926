package dev.postern.effective;

import dev.postern.access.AccessRight;
import dev.postern.access.ObjectId;
import dev.postern.access.ResourceScope;
import dev.postern.access.RoleAssignment;
import dev.postern.directory.ApplicationAccessPolicy;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Group;
import dev.postern.directory.User;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The mailboxes that have to be decided about for an application: those below its scopes, if all of its grants and role assignments are
 * confined to groups. A superset of those that it reaches.
 */
final class ReachableMailboxes {
    private final DirectorySnapshot directory;

    ReachableMailboxes(DirectorySnapshot directory) {
        this.directory = directory;
    }

    /** In the order of their ids; empty if every mailbox has to be decided about. */
    Optional<Set<ObjectId>> of(EffectiveAccess.AppFacts facts) {
        Set<ObjectId> scopes = new HashSet<>();
        if (!facts.held().isEmpty()) {
            List<ApplicationAccessPolicy> restrict = directory
                    .policiesNaming(facts.appId())
                    .filter(policy -> policy.right() == AccessRight.RESTRICT_ACCESS)
                    .toList();
            if (restrict.isEmpty()) {
                return Optional.empty();
            }
            restrict.forEach(policy -> scopes.add(policy.scope()));
        }
        Set<ObjectId> direct = new HashSet<>();
        for (RoleAssignment one : facts.roles()) {
            switch (one.scope()) {
                case ResourceScope.GroupMembers(ObjectId group) -> direct.addAll(directory.members(group));
                case ResourceScope.AdministrativeUnit(ObjectId unit) -> direct.addAll(directory.members(unit));
                case ResourceScope.Organization _, ResourceScope.ManagementScope _ -> {
                    return Optional.empty();
                }
            }
        }
        Set<ObjectId> mailboxes = new TreeSet<>();
        direct.forEach(id -> add(id, mailboxes));
        below(scopes).forEach(id -> add(id, mailboxes));
        return Optional.of(mailboxes);
    }

    private void add(ObjectId id, Set<ObjectId> mailboxes) {
        if (directory.find(id) instanceof User user && EffectiveAccess.address(user) != null) {
            mailboxes.add(id);
        }
    }

    /** The objects themselves and all direct and nested members. */
    Set<ObjectId> below(Set<ObjectId> scopes) {
        Set<ObjectId> all = new HashSet<>(scopes);
        Deque<ObjectId> open = new ArrayDeque<>(scopes);
        while (!open.isEmpty()) {
            ObjectId id = open.remove();
            if (directory.find(id) instanceof Group) {
                for (ObjectId member : directory.members(id)) {
                    if (all.add(member)) {
                        open.add(member);
                    }
                }
            }
        }
        return all;
    }
}
