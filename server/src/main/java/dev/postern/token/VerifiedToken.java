package dev.postern.token;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The content of a token whose signature, issuer, audience and lifetime were verified. The caller must check whether the principal still
 * exists and still has the roles.
 *
 * @param roles the permissions in the token; empty if there are none
 * @param id the token's own id, for logs
 * @param person null unless the console acts for a person
 */
public record VerifiedToken(
        TenantId tenant,
        AppId app,
        ObjectId principal,
        Set<String> roles,
        Instant expires,
        String id,
        @Nullable ActingPerson person) {
    public VerifiedToken {
        roles = Set.copyOf(roles);
    }

    /** A token of an application that acts for no person. */
    public VerifiedToken(
            TenantId tenant, AppId app, ObjectId principal, Set<String> roles, Instant expires, String id) {
        this(tenant, app, principal, roles, expires, id, null);
    }

    /** Whether it is refused for everything that changes something. */
    public boolean isReadOnly() {
        return person != null && person.readOnly();
    }
}
