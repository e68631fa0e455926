package dev.postern.access;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The question of a decision, and the state of the directory that it used. Immutable.
 *
 * @param tenant the tenant of the snapshot
 * @param revision the revision of the snapshot
 * @param app the client id of the caller
 * @param principal the service principal of the caller; null when only policies were asked
 * @param sufficientPermissions the permissions of which any one would do; empty when only policies were asked
 * @param mailboxOwner the owner of the mailbox; null when the address names no mailbox
 */
public record Asked(
        TenantId tenant,
        long revision,
        AppId app,
        @Nullable ObjectId principal,
        Set<String> sufficientPermissions,
        @Nullable ObjectId mailboxOwner) {
    /** Copies the set; an immutable one is taken as it is. */
    public Asked {
        sufficientPermissions = Set.copyOf(sufficientPermissions);
    }
}
