package dev.postern.access;

import dev.postern.persistent.PackedMap;
import dev.postern.persistent.PersistentVector;
import dev.postern.persistent.WorkListener;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of recipients and their memberships, indexed from a member to its groups. So a decision costs the groups above one
 * mailbox and a change the groups of one member, never the members of a group. Immutable.
 *
 * <p>An object with members has a number, by which its members refer to it; the number is free again when the last member is removed.
 */
final class Membership {
    /** Which memberships are followed. */
    enum MembershipFilter {
        /** Those of security groups, which count for certain. */
        CONFIRMED,
        /** Those of every group, also where it is unconfirmed that they count. */
        ALL
    }

    /** A number that is free, and the next one. */
    private record Free(int number, @Nullable Free next) {}

    private final PackedMap members;

    private final PersistentVector<Member> numbered;
    private final @Nullable Free free;
    /** How many numbers have been assigned. */
    private final int numbers;

    private Membership(PackedMap members, PersistentVector<Member> numbered, @Nullable Free free, int numbers) {
        this.members = members;
        this.numbered = numbered;
        this.free = free;
        this.numbers = numbers;
    }

    static Membership empty(WorkListener work) {
        return new Membership(PackedMap.empty(work), PersistentVector.empty(work), null, 0);
    }

    Member of(ObjectId object) {
        long[] packed = members.get(object.value());
        return packed == null ? Member.unknown(object) : Member.of(object, packed);
    }

    /** The object that has members and this number. */
    Member numbered(int number) {
        return Objects.requireNonNull(numbered.get(number));
    }

    /** Every group above a mailbox owner. Without an owner there is none. */
    GroupClosure above(@Nullable ObjectId owner, MembershipFilter filter) {
        return new GroupClosure(this, owner, filter);
    }

    Membership withKind(ObjectId object, @Nullable RecipientKind kind) {
        return with(of(object).of(kind));
    }

    Membership withMember(ObjectId group, ObjectId member) {
        Member known = of(group);
        if (place(of(member), known) < 0) {
            return this;
        }
        Membership next = known.number() != Member.NONE
                ? with(known.withMembers(known.number(), known.members() + 1))
                : free == null
                        ? new Membership(members, numbered, null, numbers + 1).with(known.withMembers(numbers, 1))
                        : new Membership(members, numbered, free.next(), numbers)
                                .with(known.withMembers(free.number(), 1));
        Member parent = next.of(group);
        Member child = next.of(member);
        return next.with(child.withGroup(next.place(child, parent), parent.number()));
    }

    Membership withoutMember(ObjectId group, ObjectId member) {
        Member known = of(group);
        if (place(of(member), known) >= 0) {
            return this;
        }
        Membership next = with(of(member).withoutGroup(known.number()));
        Member parent = next.of(group);
        if (parent.members() > 1) {
            return next.with(parent.withMembers(parent.number(), parent.members() - 1));
        }
        return new Membership(
                        next.members,
                        next.numbered.with(parent.number(), null),
                        new Free(parent.number(), next.free),
                        numbers)
                .with(parent.withMembers(Member.NONE, 0));
    }

    /** The index of a group among those of a member, in the order of their ids; negative when it is already one of them. */
    private int place(Member member, Member group) {
        int place = 0;
        while (place < member.groups()) {
            int comparison = numbered(member.group(place)).id().compareTo(group.id());
            if (comparison == 0) {
                return -1;
            } else if (comparison > 0) {
                return place;
            }
            place++;
        }
        return place;
    }

    private Membership with(Member member) {
        return new Membership(
                member.isUnknown()
                        ? members.without(member.id().value())
                        : members.with(member.id().value(), member.packed()),
                member.number() == Member.NONE ? numbered : numbered.with(member.number(), member),
                free,
                numbers);
    }
}
