package dev.postern.access;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One object in the groups. A decision in a large tenant waits for memory more than for anything else, so all that it needs of an object
 * is in one place: the id as two numbers, and its groups by number instead of by id. Immutable.
 *
 * @param kind null when no recipient of this id exists
 * @param number by which its members refer to it; {@link #NONE} when it has none
 * @param members how many direct members it has
 * @param group the number of the first group that it is a direct member of, in the order of their ids; {@link #NONE} when there is none
 * @param others the numbers of its other groups, in the same order
 */
record Member(
        long high,
        long low,
        ObjectId id,
        @Nullable RecipientKind kind,
        int number,
        int members,
        int group,
        int[] others) {
    static final int NONE = -1;
    private static final int[] NO_OTHERS = {};

    static Member unknown(ObjectId id) {
        UUID value = id.value();
        return new Member(
                value.getMostSignificantBits(), value.getLeastSignificantBits(), id, null, NONE, 0, NONE, NO_OTHERS);
    }

    /** Nothing is known of it but its id. */
    boolean isUnknown() {
        return kind == null && number == NONE && group == NONE;
    }

    /** Whether its own groups are followed. */
    boolean follows(Membership.MembershipFilter filter) {
        return filter == Membership.MembershipFilter.ALL || kind == RecipientKind.SECURITY_GROUP;
    }

    /** A policy may have it as its scope, and then it is not orphaned. */
    boolean isSecurityPrincipal() {
        return kind != null && kind.isSecurityPrincipal();
    }

    /** How many groups it is a direct member of. */
    int groups() {
        return group == NONE ? 0 : 1 + others.length;
    }

    int group(int index) {
        return index == 0 ? group : others[index - 1];
    }

    Member of(@Nullable RecipientKind other) {
        return new Member(high, low, id, other, number, members, group, others);
    }

    Member holding(int ownNumber, int count) {
        return new Member(high, low, id, kind, ownNumber, count, group, others);
    }

    /** As a direct member of one more group, at this place among them. */
    Member joined(int index, int joined) {
        int[] all = new int[groups() + 1];
        for (int i = 0; i < all.length; i++) {
            all[i] = i == index ? joined : group(i < index ? i : i - 1);
        }
        return in(all);
    }

    Member left(int gone) {
        int[] rest = new int[groups()];
        int size = 0;
        for (int i = 0; i < groups(); i++) {
            if (group(i) != gone) {
                rest[size++] = group(i);
            }
        }
        return in(java.util.Arrays.copyOf(rest, size));
    }

    private Member in(int[] all) {
        return new Member(
                high,
                low,
                id,
                kind,
                number,
                members,
                all.length == 0 ? NONE : all[0],
                all.length < 2 ? NO_OTHERS : java.util.Arrays.copyOfRange(all, 1, all.length));
    }
}
