package dev.postern.audit;

import dev.postern.access.AppId;
import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the audit of a tenant says about the use of permissions on mailboxes. Immutable.
 *
 * @param since all uses since then are known; null if the audit is empty
 * @param permissions the permissions granted in Entra that an application used, each with the last time
 * @param assignments the ids of the role assignments that were used, each with the last time
 * @param usedMailboxes the mailboxes that an application used; none if they are many
 * @param scopes the scopes of policies that decided about a request, or were removed
 */
public record PermissionUse(
        @Nullable Instant since,
        Map<AppId, Map<String, Instant>> permissions,
        Map<String, Instant> assignments,
        Map<AppId, Set<MailboxId>> usedMailboxes,
        Set<ObjectId> scopes) {
    /** Nothing is known. */
    public static final PermissionUse UNKNOWN = new PermissionUse(null, Map.of(), Map.of(), Map.of(), Set.of());

    public PermissionUse {
        permissions = Map.copyOf(permissions);
        assignments = Map.copyOf(assignments);
        usedMailboxes = Map.copyOf(usedMailboxes);
        scopes = Set.copyOf(scopes);
    }

    /** Returns whether an application used a permission that is granted to it in Entra. */
    public boolean hasUsed(AppId app, String permission) {
        return permissions.getOrDefault(app, Map.of()).containsKey(permission);
    }

    /** Returns the mailboxes that an application used; empty if they are not known, or many. */
    public Set<MailboxId> mailboxes(AppId app) {
        return usedMailboxes.getOrDefault(app, Set.of());
    }
}
