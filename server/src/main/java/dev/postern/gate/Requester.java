package dev.postern.gate;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.audit.Actor;
import dev.postern.token.VerifiedToken;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a calling application that a decision depends on.
 *
 * @param roles the permissions in its token
 * @param person for whom the console acts, or null
 */
record Requester(
        TenantId tenant,
        AppId app,
        ObjectId principal,
        Set<String> roles,
        @Nullable String person) {
    Requester {
        roles = Set.copyOf(roles);
    }

    Requester(TenantId tenant, AppId app, ObjectId principal, Set<String> roles) {
        this(tenant, app, principal, roles, null);
    }

    static Requester of(VerifiedToken token) {
        return new Requester(
                token.tenant(),
                token.app(),
                token.principal(),
                token.roles(),
                token.person() == null ? null : token.person().name());
    }

    /** The requester, for the audit. */
    Actor actor(UUID requestId) {
        return new Actor(app, principal, requestId, person);
    }
}
