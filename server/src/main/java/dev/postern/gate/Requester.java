package dev.postern.gate;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.token.VerifiedToken;
import java.util.Set;

/**
 * An application that acts in a tenant, as far as a decision depends on it.
 *
 * @param roles the permissions that it showed
 */
record Requester(TenantId tenant, AppId app, ObjectId principal, Set<String> roles) {
    Requester {
        roles = Set.copyOf(roles);
    }

    static Requester of(VerifiedToken token) {
        return new Requester(token.tenant(), token.app(), token.principal(), token.roles());
    }
}
