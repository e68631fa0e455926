package dev.postern.effective;

import dev.postern.directory.AppRole;
import dev.postern.directory.ApplicationRoles;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.WellKnown;
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

    /**
     * The permission for mailboxes with this name, compared without case; null if neither an operation nor a role of Exchange nor a role
     * of Graph has it. Some roles of Graph suffice for no operation.
     */
    public @Nullable String find(DirectorySnapshot directory, String name) {
        String folded = Folding.fold(name);
        String known = names.get(folded);
        ServicePrincipal graph = directory.servicePrincipal(WellKnown.MICROSOFT_GRAPH);
        if (known != null || graph == null) {
            return known;
        }
        return graph.appRoles().stream()
                .filter(AppRole::givesAccessToMailboxes)
                .map(AppRole::value)
                .filter(value -> Folding.fold(value).equals(folded))
                .findFirst()
                .orElse(null);
    }

    /** The permissions that satisfy this one, itself included; only itself if no operation has it. */
    public Set<String> satisfying(String permission) {
        return satisfying.getOrDefault(permission, Set.of(permission));
    }
}
