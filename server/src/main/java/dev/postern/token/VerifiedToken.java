package dev.postern.token;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import java.time.Instant;
import java.util.Set;

/**
 * What a token says, after its signature, issuer, audience and lifetime were checked. Whether the principal still exists and
 * still holds the roles is not its business.
 *
 * @param roles the permissions in the token; empty when it carries none
 * @param id the token's own id, for logs
 */
public record VerifiedToken(
        TenantId tenant, AppId app, ObjectId principal, Set<String> roles, Instant expires, String id) {
    public VerifiedToken {
        roles = Set.copyOf(roles);
    }
}
