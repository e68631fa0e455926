package dev.postern.access;

import dev.postern.access.Membership.MembershipFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The groups above one mailbox owner, found breadth first, each once, so that groups which contain each other in a cycle do no
 * harm. Breadth first over groups in the order of their ids finds, for every group, the shortest way up to it, and of several
 * the smallest when read from the owner. Used by one thread, for one question.
 */
final class GroupClosure {
    private static final int FROM_OWNER = -1;
    private static final int ABSENT = -2;

    /** Up to so many groups are searched one by one, which is faster than a table. */
    private static final int FEW = 16;

    private final Membership membership;
    private final @Nullable Member owner;
    private final MembershipFilter filter;
    /** The groups in the order in which they were reached. */
    private final List<Member> reached = new ArrayList<>(8);
    /** Their numbers. */
    private int[] numbers = new int[8];
    /** For each reached group, the position in {@link #reached} of the group below it. */
    private int[] below = new int[8];

    /** The positions of the numbers, once they are many. */
    private @Nullable Map<Integer, Integer> positions;

    private boolean complete = true;

    GroupClosure(Membership membership, @Nullable ObjectId owner, MembershipFilter filter) {
        this.membership = membership;
        this.owner = owner == null ? null : membership.of(owner);
        this.filter = filter;
        if (this.owner != null) {
            reach(this.owner, FROM_OWNER);
            for (int next = 0; next < reached.size(); next++) {
                reach(reached.get(next), next);
            }
        }
    }

    /** Whether the scope of the policy is the owner or a group above the owner. An orphaned scope contains nothing. */
    boolean isWithin(ScopedPolicy policy) {
        return !policy.orphaned() && (isOwner(policy) || positionOf(policy.group()) != ABSENT);
    }

    /** Two objects with members are distinguished by their numbers, without reading their ids. */
    private boolean isOwner(ScopedPolicy policy) {
        return owner != null
                && policy.group() == owner.number()
                && policy.policy().scope().equals(owner.id());
    }

    /** Whether no membership was left out, so that following all of them would find the same. */
    boolean isComplete() {
        return complete;
    }

    /** The path from the scope of a policy that contains the owner down to the owner. */
    List<ObjectId> pathFrom(ScopedPolicy policy) {
        List<ObjectId> path = new ArrayList<>();
        if (!isOwner(policy)) {
            for (int at = positionOf(policy.group()); at != FROM_OWNER; at = below[at]) {
                path.add(reached.get(at).id());
            }
        }
        path.add(Objects.requireNonNull(owner).id());
        return path;
    }

    private void reach(Member member, int from) {
        for (int index = 0; index < member.groups(); index++) {
            int number = member.group(index);
            if (positionOf(number) == ABSENT) {
                Member group = membership.numbered(number);
                if (group.follows(filter)) {
                    add(group, from);
                } else {
                    complete = false;
                }
            }
        }
    }

    private void add(Member group, int from) {
        int size = reached.size();
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * size);
            below = Arrays.copyOf(below, 2 * size);
        }
        reached.add(group);
        numbers[size] = group.number();
        below[size] = from;
        if (positions != null) {
            positions.put(group.number(), size);
        } else if (size == FEW) {
            positions = new HashMap<>();
            for (int position = 0; position <= size; position++) {
                positions.put(numbers[position], position);
            }
        }
    }

    private int positionOf(int number) {
        if (positions != null) {
            return positions.getOrDefault(number, ABSENT);
        }
        for (int position = 0; position < reached.size(); position++) {
            if (numbers[position] == number) {
                return position;
            }
        }
        return ABSENT;
    }
}
