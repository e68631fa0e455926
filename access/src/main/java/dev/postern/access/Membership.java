package dev.postern.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is in which group, read upward: from a member to the groups that hold it. A question then costs the groups above one
 * mailbox, never the members of a group. Immutable.
 *
 * <p>Groups are numbered in the order of their ids, and the groups that hold a member are kept in that order, so that every
 * walk is the same whatever the order in which the facts came.
 */
final class Membership {
    /** Which memberships a walk follows. */
    enum MembershipFilter {
        /** Those of security groups, which count for certain. */
        CONFIRMED,
        /** Those of every group, also where it is unconfirmed that they count. */
        ALL
    }

    /** The number of an object that holds no members. */
    static final int NO_GROUP = -1;

    private static final int[] NONE = {};

    private final List<ObjectId> groups;
    private final Map<ObjectId, Integer> numbers;
    private final boolean[] security;
    private final Map<ObjectId, int[]> holders;
    private final int[][] holdersOfGroup;

    Membership(Map<ObjectId, Set<ObjectId>> members, Map<ObjectId, RecipientKind> kinds) {
        groups = members.keySet().stream().sorted().toList();
        numbers = HashMap.newHashMap(groups.size());
        security = new boolean[groups.size()];
        Map<ObjectId, List<Integer>> upward = new HashMap<>();
        for (int number = 0; number < groups.size(); number++) {
            ObjectId group = groups.get(number);
            numbers.put(group, number);
            security[number] = kinds.get(group) == RecipientKind.SECURITY_GROUP;
            for (ObjectId member : members.getOrDefault(group, Set.of())) {
                upward.computeIfAbsent(member, _ -> new ArrayList<>(4)).add(number);
            }
        }
        holders = HashMap.newHashMap(upward.size());
        upward.forEach((member, above) -> holders.put(member, toArray(above)));
        holdersOfGroup = groups.stream().map(this::holdersOf).toArray(int[][]::new);
    }

    /** The number of a group, or {@link #NO_GROUP} for an object that holds no members. */
    int numberOf(ObjectId object) {
        return numbers.getOrDefault(object, NO_GROUP);
    }

    ObjectId group(int number) {
        return groups.get(number);
    }

    /** Every group above a mailbox owner. Without an owner there is none. */
    GroupClosure above(@Nullable ObjectId owner, MembershipFilter reading) {
        return new GroupClosure(this, owner, reading);
    }

    int[] holdersOf(ObjectId member) {
        return holders.getOrDefault(member, NONE);
    }

    int[] holdersOf(int group) {
        return holdersOfGroup[group];
    }

    boolean follows(MembershipFilter reading, int group) {
        return reading == MembershipFilter.ALL || security[group];
    }

    private static int[] toArray(Collection<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }
}
