package dev.postern.access;

import dev.postern.persistent.KeyOrder;
import dev.postern.persistent.PersistentMap;
import dev.postern.persistent.WorkListener;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What recipients are and who is in which group, read upward: from a member to its groups. A question then costs the groups above one
 * mailbox, and a change the groups of one member, never the members of a group. Immutable.
 */
final class Membership {
    /** Which memberships are followed. */
    enum MembershipFilter {
        /** Those of security groups, which count for certain. */
        CONFIRMED,
        /** Those of every group, also where it is unconfirmed that they count. */
        ALL
    }

    /**
     * One object.
     *
     * @param kind null when no recipient of this id exists
     * @param groups the groups that it is a direct member of, in the order of their ids
     */
    record Member(@Nullable RecipientKind kind, List<ObjectId> groups) {
        static final Member UNKNOWN = new Member(null, List.of());

        boolean follows(MembershipFilter filter) {
            return filter == MembershipFilter.ALL || kind == RecipientKind.SECURITY_GROUP;
        }

        /** Whether it is valid as the scope of a policy; any other scope is orphaned. */
        boolean isSecurityPrincipal() {
            return kind != null && kind.isSecurityPrincipal();
        }
    }

    private final PersistentMap<ObjectId, Member> members;

    private Membership(PersistentMap<ObjectId, Member> members) {
        this.members = members;
    }

    static Membership empty(WorkListener work) {
        return new Membership(PersistentMap.empty(KeyOrder.ids(ObjectId::value), work));
    }

    Member of(ObjectId object) {
        Member member = members.get(object);
        return member == null ? Member.UNKNOWN : member;
    }

    /** Every group above a mailbox owner. Without an owner there is none. */
    GroupClosure above(@Nullable ObjectId owner, MembershipFilter filter) {
        return new GroupClosure(this, owner, filter);
    }

    Membership withKind(ObjectId object, @Nullable RecipientKind kind) {
        return with(object, new Member(kind, of(object).groups()));
    }

    Membership withMember(ObjectId group, ObjectId member) {
        Member before = of(member);
        ObjectId[] groups = before.groups().toArray(ObjectId[]::new);
        int found = Arrays.binarySearch(groups, group);
        if (found >= 0) {
            return this;
        }
        int at = ~found;
        ObjectId[] more = Arrays.copyOf(groups, groups.length + 1);
        System.arraycopy(groups, at, more, at + 1, groups.length - at);
        more[at] = group;
        return with(member, new Member(before.kind(), List.of(more)));
    }

    Membership withoutMember(ObjectId group, ObjectId member) {
        Member before = of(member);
        List<ObjectId> fewer =
                before.groups().stream().filter(one -> !one.equals(group)).toList();
        return with(member, new Member(before.kind(), List.copyOf(fewer)));
    }

    private Membership with(ObjectId object, Member member) {
        return new Membership(member.equals(Member.UNKNOWN) ? members.without(object) : members.with(object, member));
    }
}
