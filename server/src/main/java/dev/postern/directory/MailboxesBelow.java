package dev.postern.directory;

import dev.postern.access.ObjectId;
import dev.postern.access.ResourceScope;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Searches the mailboxes that exist before and after a change, one by one, as far as the budget allows. For one thread. */
record MailboxesBelow(Tenant tenant, Facts was, Facts now, WideningBudget budget) {
    /** The first mailbox of the tenant that fulfils the condition. */
    @Nullable
    User first(Predicate<User> condition) {
        for (User user : now.objects().users().values()) {
            if (!budget.take()) {
                return null;
            }
            if (existed(user) && condition.test(user)) {
                return user;
            }
        }
        return null;
    }

    /** The first mailbox in the scope of a role assignment that fulfils the condition. */
    @Nullable
    User firstIn(ManagementRoleAssignment assignment, Predicate<User> condition) {
        ResourceScope scope = assignment.decided().scope();
        var contents = new RecipientScopes(tenant, now);
        return switch (scope) {
            case ResourceScope.Organization _ -> first(condition);
            case ResourceScope.ManagementScope _ ->
                first(user -> contents.contains(scope, user.id()) && condition.test(user));
            case ResourceScope.GroupMembers(ObjectId group) -> firstMember(group, contents, scope, condition);
            case ResourceScope.AdministrativeUnit(ObjectId unit) -> firstMember(unit, contents, scope, condition);
        };
    }

    private @Nullable User firstMember(
            ObjectId container, RecipientScopes contents, ResourceScope scope, Predicate<User> condition) {
        for (ObjectId member : now.members().unordered(container)) {
            if (!budget.take()) {
                return null;
            }
            if (now.find(member) instanceof User user
                    && existed(user)
                    && contents.contains(scope, member)
                    && condition.test(user)) {
                return user;
            }
        }
        return null;
    }

    /** The first mailbox that fulfils the condition and is or was an object, or a direct or nested member of it. */
    @Nullable
    User firstBelow(ObjectId object, Predicate<User> condition) {
        Set<ObjectId> seen = new HashSet<>();
        Deque<ObjectId> groups = new ArrayDeque<>();
        seen.add(object);
        User found = visit(object, groups, condition);
        while (found == null && !groups.isEmpty()) {
            ObjectId group = groups.remove();
            for (Facts facts : new Facts[] {was, now}) {
                for (ObjectId member : facts.members().unordered(group)) {
                    if (seen.add(member)) {
                        found = visit(member, groups, condition);
                        if (found != null || budget.isSpent()) {
                            return found;
                        }
                    }
                }
            }
        }
        return found;
    }

    private @Nullable User visit(ObjectId object, Deque<ObjectId> groups, Predicate<User> condition) {
        if (!budget.take()) {
            return null;
        }
        if (now.find(object) instanceof User user) {
            return existed(user) && condition.test(user) ? user : null;
        }
        groups.add(object);
        return null;
    }

    private boolean existed(User user) {
        return existed(was, user);
    }

    /** Whether it is a user that has a mailbox and had one before the change. */
    static boolean existed(Facts was, @Nullable DirectoryObject object) {
        return object instanceof User user
                && user.mailbox() != null
                && was.find(user.id()) instanceof User before
                && before.mailbox() != null;
    }
}
