package dev.postern.directory;

import dev.postern.access.ObjectId;
import dev.postern.persistent.KeyOrder;
import dev.postern.persistent.PersistentMap;
import dev.postern.persistent.PersistentMultimap;
import dev.postern.persistent.WorkListener;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Who is a direct member of what, in both directions. Immutable.
 *
 * @param members by group, with a number that tells the order in which they were added
 * @param groups by member
 * @param added the number of the last one that was added
 */
record MemberIndex(
        PersistentMap<ObjectId, PersistentMap<ObjectId, Integer>> members,
        PersistentMultimap<ObjectId, ObjectId> groups,
        int added,
        WorkListener work) {
    static MemberIndex empty(WorkListener work) {
        KeyOrder<ObjectId> ids = KeyOrder.ids(ObjectId::value);
        return new MemberIndex(PersistentMap.empty(ids, work), PersistentMultimap.empty(ids, ids, work), 0, work);
    }

    private PersistentMap<ObjectId, Integer> numbers(ObjectId group) {
        PersistentMap<ObjectId, Integer> found = members.get(group);
        return found == null ? PersistentMap.empty(KeyOrder.ids(ObjectId::value), work) : found;
    }

    boolean contains(ObjectId group, ObjectId member) {
        PersistentMap<ObjectId, Integer> found = members.get(group);
        return found != null && found.contains(member);
    }

    /** The groups that have this direct member, in the order of their ids. */
    Collection<ObjectId> groupsOf(ObjectId member) {
        return groups.get(member);
    }

    MemberIndex with(ObjectId group, ObjectId member) {
        return new MemberIndex(
                members.with(group, numbers(group).with(member, added + 1)),
                groups.with(member, group),
                added + 1,
                work);
    }

    MemberIndex without(ObjectId group, ObjectId member) {
        PersistentMap<ObjectId, Integer> rest = numbers(group).without(member);
        return new MemberIndex(
                rest.isEmpty() ? members.without(group) : members.with(group, rest),
                groups.without(member, group),
                added,
                work);
    }

    /** The direct members of a group. Looking for one and their number are cheap; they are sorted when they are iterated over. */
    Set<ObjectId> of(ObjectId group) {
        PersistentMap<ObjectId, Integer> numbers = numbers(group);
        return new AbstractSet<>() {
            @Override
            public boolean contains(Object object) {
                return object instanceof ObjectId id && numbers.contains(id);
            }

            @Override
            public int size() {
                return numbers.size();
            }

            @Override
            public Iterator<ObjectId> iterator() {
                return inOrder(numbers).iterator();
            }
        };
    }

    /** The direct members of a group in no particular order. Costs what is taken, however many there are. */
    Iterable<ObjectId> unordered(ObjectId group) {
        return numbers(group).keys();
    }

    private static List<ObjectId> inOrder(PersistentMap<ObjectId, Integer> numbers) {
        record Added(ObjectId member, int number) {}

        List<Added> sorted = new ArrayList<>(numbers.size());
        numbers.forEach((member, number) -> sorted.add(new Added(member, number)));
        sorted.sort(Comparator.comparingInt(Added::number));
        return sorted.stream().map(Added::member).toList();
    }
}
