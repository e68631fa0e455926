package dev.postern.access;

import dev.postern.access.Membership.MembershipFilter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One object in the membership. Its groups are numbers instead of ids, because a decision in a large tenant mostly waits for memory, and
 * an id is a further place to read. Immutable.
 *
 * @param kind null when no recipient of this id exists
 * @param number by which its members refer to it; {@link #NONE} when it has no members
 * @param members how many direct members it has
 * @param group the number of the first group that it is a direct member of, in the order of their ids; {@link #NONE} when there is none
 * @param others the numbers of its other groups, in the same order
 */
record Member(ObjectId id, @Nullable RecipientKind kind, int number, int members, int group, int[] others) {
    static final int NONE = -1;
    private static final int[] NO_OTHERS = {};
    /** In the first packed number: the kind, whether it has a number of its own, and above them the first group. */
    private static final int KIND_MASK = 7;

    private static final int HAS_NUMBER = 8;

    static Member unknown(ObjectId id) {
        return new Member(id, null, NONE, 0, NONE, NO_OTHERS);
    }

    /** From its packed form. */
    static Member of(ObjectId id, long[] packed) {
        boolean numbered = (packed[0] & HAS_NUMBER) != 0;
        int first = numbered ? 2 : 1;
        return new Member(
                id,
                kind((int) packed[0] & KIND_MASK),
                numbered ? (int) packed[1] : NONE,
                numbered ? (int) (packed[1] >>> Integer.SIZE) : 0,
                (int) (packed[0] >>> Integer.SIZE),
                packed.length == first ? NO_OTHERS : others(packed, first));
    }

    private static int code(@Nullable RecipientKind kind) {
        return switch (kind) {
            case null -> 0;
            case USER -> 1;
            case SECURITY_GROUP -> 2;
            case DISTRIBUTION_GROUP -> 3;
            case OTHER -> 4;
        };
    }

    private static @Nullable RecipientKind kind(int code) {
        return switch (code) {
            case 1 -> RecipientKind.USER;
            case 2 -> RecipientKind.SECURITY_GROUP;
            case 3 -> RecipientKind.DISTRIBUTION_GROUP;
            case 4 -> RecipientKind.OTHER;
            default -> null;
        };
    }

    private static int[] others(long[] packed, int first) {
        int[] others = new int[packed.length - first];
        for (int i = 0; i < others.length; i++) {
            others[i] = (int) packed[first + i];
        }
        return others;
    }

    /** All but the id: one number for a mailbox in one group. */
    long[] packed() {
        boolean numbered = number != NONE;
        int first = numbered ? 2 : 1;
        long[] packed = new long[first + others.length];
        packed[0] = (long) group << Integer.SIZE | (numbered ? HAS_NUMBER : 0) | code(kind);
        if (numbered) {
            packed[1] = (long) members << Integer.SIZE | number;
        }
        for (int i = 0; i < others.length; i++) {
            packed[first + i] = others[i];
        }
        return packed;
    }

    /** Only its id is known. */
    boolean isUnknown() {
        return kind == null && number == NONE && group == NONE;
    }

    /** Whether its own groups are followed. */
    boolean follows(MembershipFilter filter) {
        return filter == MembershipFilter.ALL || kind == RecipientKind.SECURITY_GROUP;
    }

    /** Whether it is valid as the scope of a policy; any other scope is orphaned. */
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
        return new Member(id, other, number, members, group, others);
    }

    Member withMembers(int ownNumber, int count) {
        return new Member(id, kind, ownNumber, count, group, others);
    }

    /** As a direct member of one more group, at this index among its groups. */
    Member withGroup(int index, int joined) {
        int[] all = new int[groups() + 1];
        for (int i = 0; i < all.length; i++) {
            all[i] = i == index ? joined : group(i < index ? i : i - 1);
        }
        return withGroups(all);
    }

    Member withoutGroup(int gone) {
        int[] rest = new int[groups()];
        int size = 0;
        for (int i = 0; i < groups(); i++) {
            if (group(i) != gone) {
                rest[size++] = group(i);
            }
        }
        return withGroups(Arrays.copyOf(rest, size));
    }

    private Member withGroups(int[] all) {
        return new Member(
                id,
                kind,
                number,
                members,
                all.length == 0 ? NONE : all[0],
                all.length < 2 ? NO_OTHERS : Arrays.copyOfRange(all, 1, all.length));
    }
}
