package dev.postern.access;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The groups above one mailbox owner, found breadth first, each once, so that groups which contain each other in a circle do no
 * harm. Breadth first over holders in the order of their ids finds, for every group, the shortest way up to it, and of several
 * the smallest when read from the owner. Used by one thread, for one question.
 */
final class GroupClosure {
    private static final int FROM_OWNER = -1;

    private final Membership membership;
    private final @Nullable ObjectId owner;
    private final Membership.MembershipFilter reading;
    private final BitSet seen = new BitSet();
    /** The groups in the order in which they were reached. */
    private int[] reached = new int[8];
    /** For each reached group, the position in {@link #reached} of the group below it. */
    private int[] below = new int[8];

    private int size;
    private boolean complete = true;

    GroupClosure(Membership membership, @Nullable ObjectId owner, Membership.MembershipFilter reading) {
        this.membership = membership;
        this.owner = owner;
        this.reading = reading;
        if (owner != null) {
            reach(membership.holdersOf(owner), FROM_OWNER);
            for (int next = 0; next < size; next++) {
                reach(membership.holdersOf(reached[next]), next);
            }
        }
    }

    /** Whether the scope of the policy is the owner or a group above the owner. An orphaned scope contains nothing. */
    boolean isWithin(ScopedPolicy policy) {
        return !policy.orphaned()
                && (policy.policy().scope().equals(owner)
                        || (policy.group() != Membership.NO_GROUP && seen.get(policy.group())));
    }

    /** Whether no membership was left out, so that following all of them would find the same. */
    boolean isComplete() {
        return complete;
    }

    /** The way from the scope of a policy that contains the owner down to the owner. */
    List<ObjectId> pathFrom(ScopedPolicy policy) {
        List<ObjectId> path = new ArrayList<>();
        if (owner != null && !policy.policy().scope().equals(owner)) {
            for (int at = positionOf(policy.group()); at != FROM_OWNER; at = below[at]) {
                path.add(membership.group(reached[at]));
            }
        }
        if (owner != null) {
            path.add(owner);
        }
        return path;
    }

    private void reach(int[] holders, int from) {
        for (int group : holders) {
            if (!membership.follows(reading, group)) {
                complete = false;
            } else if (!seen.get(group)) {
                seen.set(group);
                if (size == reached.length) {
                    reached = Arrays.copyOf(reached, 2 * size);
                    below = Arrays.copyOf(below, 2 * size);
                }
                reached[size] = group;
                below[size] = from;
                size++;
            }
        }
    }

    private int positionOf(int group) {
        int position = 0;
        while (reached[position] != group) {
            position++;
        }
        return position;
    }
}
