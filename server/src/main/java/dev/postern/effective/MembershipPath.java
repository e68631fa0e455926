package dev.postern.effective;

import dev.postern.access.ObjectId;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Group;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The shortest way from an object up to a group that contains it. */
final class MembershipPath {
    private MembershipPath() {}

    /**
     * Returns the objects from the scope down to the member; empty if the scope does not contain it.
     *
     * @param securityOnly whether only memberships of mail-enabled security groups are followed
     */
    static List<ObjectId> find(DirectorySnapshot directory, ObjectId member, ObjectId scope, boolean securityOnly) {
        Map<ObjectId, ObjectId> below = new HashMap<>();
        Deque<ObjectId> open = new ArrayDeque<>(List.of(member));
        below.put(member, member);
        while (!open.isEmpty() && !below.containsKey(scope)) {
            ObjectId at = open.remove();
            for (ObjectId group : directory.memberOf(at)) {
                if ((!securityOnly || isSecurityGroup(directory, group)) && below.putIfAbsent(group, at) == null) {
                    open.add(group);
                }
            }
        }
        List<ObjectId> path = new ArrayList<>();
        @Nullable ObjectId at = below.containsKey(scope) ? scope : null;
        while (at != null) {
            path.add(at);
            at = at.equals(member) ? null : below.get(at);
        }
        return Collections.unmodifiableList(path);
    }

    private static boolean isSecurityGroup(DirectorySnapshot directory, ObjectId id) {
        Group group = directory.find(id, Group.class);
        return group != null && group.isSecurityGroup();
    }
}
