package dev.postern.directory;

import dev.postern.access.ObjectId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Searches the mailboxes that exist before and after a change, one by one, as far as the budget allows. For one thread. */
record MailboxesBelow(Facts was, Facts now, WideningBudget budget) {
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
        User before = was.find(user.id(), User.class);
        return user.mailbox() != null && before != null && before.mailbox() != null;
    }
}
