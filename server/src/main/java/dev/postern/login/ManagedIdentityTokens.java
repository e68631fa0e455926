package dev.postern.login;

import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.directory.DirectoryFailure;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.SecretHash;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.ServicePrincipalType;
import dev.postern.token.ClientProof;
import dev.postern.token.EndpointHeader;
import dev.postern.token.IssuedToken;
import dev.postern.token.LoginError;
import dev.postern.token.LoginFailure;
import org.jspecify.annotations.Nullable;

/** Issues tokens to managed identities, which the platform has authenticated. */
final class ManagedIdentityTokens {
    private final Login login;

    ManagedIdentityTokens(Login login) {
        this.login = login;
    }

    /** Returns the current identity from the directory, or null if there is none. */
    @Nullable
    ServicePrincipal find(TenantId tenant, ObjectId id) {
        try {
            ServicePrincipal principal = login.directory().snapshot(tenant).find(id, ServicePrincipal.class);
            return principal != null && principal.type() == ServicePrincipalType.MANAGED_IDENTITY ? principal : null;
        } catch (DirectoryFailure.NotFound e) {
            return null;
        }
    }

    /**
     * Returns the identity that a header authenticates, or null. A wrong secret for an existing identity is audited.
     *
     * @throws LoginFailure after too many wrong secrets
     */
    @Nullable
    ServicePrincipal authenticate(EndpointHeader header, LoginRequest exchange) {
        ServicePrincipal principal = find(header.tenant(), header.principal());
        SecretHash hash = principal == null ? null : principal.endpointSecret();
        if (principal == null || hash == null) {
            return null;
        }
        if (!hash.matches(header.secret())) {
            var failure = new LoginFailure(LoginError.WRONG_SECRET, principal.appId());
            LoginFailure refusal = login.log().refused(header.tenant(), principal.appId(), "", failure, exchange);
            if (refusal.error() == LoginError.THROTTLED) {
                throw refusal;
            }
            return null;
        }
        return principal;
    }

    /** @throws LoginFailure if the resource is unknown or the identity is disabled */
    IssuedToken issue(TenantId tenant, ServicePrincipal principal, String resource, LoginRequest exchange) {
        try {
            if (!principal.accountEnabled()) {
                throw new LoginFailure(LoginError.APPLICATION_DISABLED, principal.appId(), principal.displayName());
            }
            DirectorySnapshot directory = login.directory().snapshot(tenant);
            IssuedToken token = login.issuer()
                    .issue(
                            directory,
                            principal,
                            ClientProof.MANAGED_IDENTITY,
                            login.issuer().target(directory, resource),
                            exchange.request().base());
            login.log().issued(tenant, principal, ClientProof.MANAGED_IDENTITY, token, exchange);
            return token;
        } catch (LoginFailure e) {
            throw login.log().refused(tenant, principal.appId(), resource, e, exchange);
        }
    }
}
