package dev.postern.effective;

import dev.postern.directory.ApplicationRoles;
import dev.postern.query.Folding;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which permissions suffice where another one does. That follows from the operations: a permission satisfies another one if it suffices for
 * every operation for which that one suffices. Immutable.
 */
public final class MailboxPermissions {
    private static final String BASIC = "Mail.ReadBasic";
    private static final String BASIC_OF_ALL = "Mail.ReadBasic.All";

    private final Map<String, Set<String>> satisfying;
    private final Map<String, String> names = new HashMap<>();

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
        found.keySet().forEach(name -> names.put(Folding.fold(name), name));
        ApplicationRoles.names().stream()
                .flatMap(role -> ApplicationRoles.permissions(role).stream())
                .forEach(name -> names.put(Folding.fold(name), name));
    }

    /** The permission for mailboxes with this name, compared without case; null if there is none. */
    public @Nullable String find(String name) {
        return names.get(Folding.fold(name));
    }

    /** Two permissions are the same under two names. Returns the other name; null if the permission has only one. */
    static @Nullable String otherName(String permission) {
        return switch (permission) {
            case BASIC -> BASIC_OF_ALL;
            case BASIC_OF_ALL -> BASIC;
            default -> null;
        };
    }

    /** The permissions that satisfy this one, itself included; only itself if no operation has it. */
    public Set<String> satisfying(String permission) {
        return satisfying.getOrDefault(permission, Set.of(permission));
    }
}
