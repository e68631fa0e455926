package dev.postern.token;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import java.time.Instant;
import java.util.Set;

/**
 * The content of a token whose signature, issuer, audience and lifetime were verified. The caller must check whether the principal still
 * exists and still has the roles.
 *
 * @param roles the permissions in the token; empty if there are none
 * @param id the token's own id, for logs
 */
public record VerifiedToken(
        TenantId tenant, AppId app, ObjectId principal, Set<String> roles, Instant expires, String id) {
    public VerifiedToken {
        roles = Set.copyOf(roles);
    }
}
