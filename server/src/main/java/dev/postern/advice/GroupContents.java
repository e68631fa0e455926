package dev.postern.advice;

import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Group;
import dev.postern.directory.User;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which groups contain mailboxes, and which contain lists that do not count. Each question is answered for all groups in one pass, when it is
 * asked first. For one thread.
 */
final class GroupContents {
    private final DirectorySnapshot directory;
    private final Map<ObjectId, List<ObjectId>> nested = new HashMap<>();
    private @Nullable Set<ObjectId> counted;
    private @Nullable Set<ObjectId> any;
    private @Nullable Set<ObjectId> aboveLists;
    private @Nullable Map<MailboxId, User> owners;

    GroupContents(DirectorySnapshot directory) {
        this.directory = directory;
    }

    boolean isSecurityGroup(ObjectId id) {
        Group group = directory.find(id, Group.class);
        return group != null && group.isSecurityGroup();
    }

    private boolean isGroup(ObjectId id) {
        return directory.find(id, Group.class) != null;
    }

    /**
     * Whether the scope of a policy contains a mailbox.
     *
     * @param all whether members of groups that are no security groups count, as for DenyAccess
     */
    boolean isEmpty(ObjectId scope, boolean all) {
        User user = directory.find(scope, User.class);
        return user == null ? !(all ? any() : counted()).contains(scope) : !TenantFacts.hasMailbox(user);
    }

    private Set<ObjectId> counted() {
        Set<ObjectId> known = counted;
        if (known == null) {
            known = aboveMailboxes(this::isSecurityGroup);
            counted = known;
        }
        return known;
    }

    private Set<ObjectId> any() {
        Set<ObjectId> known = any;
        if (known == null) {
            known = aboveMailboxes(this::isGroup);
            any = known;
        }
        return known;
    }

    private Set<ObjectId> aboveMailboxes(Predicate<ObjectId> followed) {
        Set<ObjectId> above = new HashSet<>();
        Deque<ObjectId> open = new ArrayDeque<>();
        directory
                .all(User.class)
                .filter(TenantFacts::hasMailbox)
                .forEach(user -> climb(user.id(), followed, above, open));
        return closed(followed, above, open);
    }

    private Set<ObjectId> closed(Predicate<ObjectId> followed, Set<ObjectId> above, Deque<ObjectId> open) {
        while (!open.isEmpty()) {
            climb(open.remove(), followed, above, open);
        }
        return above;
    }

    private void climb(ObjectId member, Predicate<ObjectId> followed, Set<ObjectId> above, Deque<ObjectId> open) {
        for (ObjectId group : directory.groupsOf(member)) {
            if (!above.contains(group) && followed.test(group)) {
                above.add(group);
                open.add(group);
            }
        }
    }

    /** Whether a group that is no security group is in this one, directly or in nested security groups. */
    boolean containsLists(ObjectId scope) {
        Set<ObjectId> known = aboveLists;
        if (known == null) {
            Set<ObjectId> above = new HashSet<>();
            Deque<ObjectId> open = new ArrayDeque<>();
            directory
                    .all(Group.class)
                    .filter(group -> !isSecurityGroup(group.id()))
                    .forEach(group -> climb(group.id(), this::isSecurityGroup, above, open));
            known = closed(this::isSecurityGroup, above, open);
            aboveLists = known;
        }
        return known.contains(scope);
    }

    /** The owner of a mailbox; null if it does not exist any more. */
    @Nullable
    User owner(MailboxId mailbox) {
        Map<MailboxId, User> known = owners;
        if (known == null) {
            Map<MailboxId, User> all = new HashMap<>();
            directory.all(User.class).filter(TenantFacts::hasMailbox).forEach(user -> all.put(user.mailbox(), user));
            known = all;
            owners = known;
        }
        return known.get(mailbox);
    }

    /** The groups among the direct members. */
    List<ObjectId> nested(ObjectId group) {
        return nested.computeIfAbsent(group, _ -> {
            List<ObjectId> groups = new ArrayList<>();
            directory.unorderedMembers(group).forEach(member -> {
                if (isGroup(member)) {
                    groups.add(member);
                }
            });
            return List.copyOf(groups);
        });
    }

    /** This group and the groups in it, as far as they are followed. */
    Set<ObjectId> below(ObjectId group, Predicate<ObjectId> followed) {
        Set<ObjectId> all = new LinkedHashSet<>(List.of(group));
        Deque<ObjectId> open = new ArrayDeque<>(all);
        while (!open.isEmpty()) {
            for (ObjectId inner : nested(open.remove())) {
                if (followed.test(inner) && all.add(inner)) {
                    open.add(inner);
                }
            }
        }
        return all;
    }

    /**
     * Visits the mailboxes in a scope, direct and nested, each once, until the visitor returns false.
     *
     * @param counted whether only members of security groups count
     * @return false if the budget ended before
     */
    boolean visit(ObjectId scope, boolean counted, WorkBudget budget, Predicate<User> visitor) {
        User own = directory.find(scope, User.class);
        if (own != null) {
            if (TenantFacts.hasMailbox(own)) {
                var _ = visitor.test(own);
            }
            return true;
        }
        Set<ObjectId> seen = new HashSet<>();
        for (ObjectId group : below(scope, counted ? this::isSecurityGroup : this::isGroup)) {
            for (ObjectId member : directory.unorderedMembers(group)) {
                if (directory.find(member) instanceof User user && TenantFacts.hasMailbox(user) && seen.add(member)) {
                    if (!budget.take()) {
                        return false;
                    }
                    if (!visitor.test(user)) {
                        return true;
                    }
                }
            }
        }
        return true;
    }
}
