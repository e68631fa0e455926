package dev.postern.access;

import dev.postern.access.Membership.Member;
import dev.postern.access.Membership.MembershipFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The groups above one mailbox owner, found breadth first, each once, so that groups which contain each other in a circle do no
 * harm. Breadth first over groups in the order of their ids finds, for every group, the shortest way up to it, and of several
 * the smallest when read from the owner. Used by one thread, for one question.
 */
final class GroupClosure {
    private static final int FROM_OWNER = -1;
    private static final int ABSENT = -2;

    /** Up to so many groups are searched one by one, which is faster than a table. */
    private static final int FEW = 16;

    private final Membership membership;
    private final @Nullable ObjectId owner;
    private final MembershipFilter filter;
    /** The groups in the order in which they were reached. */
    private ObjectId[] reached = new ObjectId[8];
    /** For each reached group, the position in {@link #reached} of the group below it. */
    private int[] below = new int[8];

    /** The positions of the reached groups, once they are many. */
    private @Nullable Map<ObjectId, Integer> positions;

    private int size;
    private boolean complete = true;

    GroupClosure(Membership membership, @Nullable ObjectId owner, MembershipFilter filter) {
        this.membership = membership;
        this.owner = owner;
        this.filter = filter;
        if (owner != null) {
            List<Member> open = new ArrayList<>();
            reach(membership.of(owner), FROM_OWNER, open);
            for (int next = 0; next < size; next++) {
                reach(open.get(next), next, open);
            }
        }
    }

    /** Whether the scope of the policy is the owner or a group above the owner. An orphaned scope contains nothing. */
    boolean isWithin(ScopedPolicy policy) {
        ObjectId scope = policy.policy().scope();
        return !policy.orphaned() && owner != null && (scope.equals(owner) || positionOf(scope) != ABSENT);
    }

    /** Whether no membership was left out, so that following all of them would find the same. */
    boolean isComplete() {
        return complete;
    }

    /** The way from the scope of a policy that contains the owner down to the owner. */
    List<ObjectId> pathFrom(ScopedPolicy policy) {
        List<ObjectId> path = new ArrayList<>();
        if (owner != null && !policy.policy().scope().equals(owner)) {
            for (int at = positionOf(policy.policy().scope()); at != FROM_OWNER; at = below[at]) {
                path.add(reached[at]);
            }
        }
        if (owner != null) {
            path.add(owner);
        }
        return path;
    }

    private void reach(Member member, int from, List<Member> open) {
        for (ObjectId group : member.groups()) {
            if (positionOf(group) != ABSENT) {
                continue;
            }
            Member above = membership.of(group);
            if (above.follows(filter)) {
                add(group, from);
                open.add(above);
            } else {
                complete = false;
            }
        }
    }

    private void add(ObjectId group, int from) {
        if (size == reached.length) {
            reached = Arrays.copyOf(reached, 2 * size);
            below = Arrays.copyOf(below, 2 * size);
        }
        reached[size] = group;
        below[size] = from;
        if (positions != null) {
            positions.put(group, size);
        }
        size++;
        if (size > FEW && positions == null) {
            positions = new HashMap<>();
            for (int position = 0; position < size; position++) {
                positions.put(reached[position], position);
            }
        }
    }

    private int positionOf(ObjectId group) {
        if (positions != null) {
            return positions.getOrDefault(group, ABSENT);
        }
        for (int position = 0; position < size; position++) {
            if (reached[position].equals(group)) {
                return position;
            }
        }
        return ABSENT;
    }
}
