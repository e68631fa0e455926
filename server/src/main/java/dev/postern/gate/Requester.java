package dev.postern.gate;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.token.VerifiedToken;
import java.util.Set;

/**
 * The properties of a calling application that a decision depends on.
 *
 * @param roles the permissions in its token
 */
record Requester(TenantId tenant, AppId app, ObjectId principal, Set<String> roles) {
    Requester {
        roles = Set.copyOf(roles);
    }

    static Requester of(VerifiedToken token) {
        return new Requester(token.tenant(), token.app(), token.principal(), token.roles());
    }
}
