package dev.postern.effective;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which permissions suffice where another one does. That follows from the operations: a permission satisfies another one if it suffices for
 * every operation for which that one suffices. Immutable.
 */
public final class MailboxPermissions {
    private final Map<String, Set<String>> satisfying;

    /** @param operations for each operation on mailboxes, the permissions of which any one suffices */
    public MailboxPermissions(Collection<Set<String>> operations) {
        Map<String, Set<String>> found = new HashMap<>();
        for (Set<String> sufficient : operations) {
            for (String permission : sufficient) {
                found.computeIfAbsent(permission, _ -> new TreeSet<>(sufficient))
                        .retainAll(sufficient);
            }
        }
        found.replaceAll((_, all) -> Set.copyOf(all));
        this.satisfying = Map.copyOf(found);
    }

    /** The permissions that satisfy this one, itself included; only itself if no operation has it. */
    public Set<String> satisfying(String permission) {
        return satisfying.getOrDefault(permission, Set.of(permission));
    }
}
