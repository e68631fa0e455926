package dev.postern.workflow.identity;

import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.directory.Directory;
import dev.postern.directory.DirectoryFailure;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ServicePrincipal;
import dev.postern.token.ClientProof;
import dev.postern.token.LoginFailure;
import dev.postern.token.TokenIssuer;
import dev.postern.token.TokenTarget;
import java.net.URI;
import java.util.function.Supplier;

/**
 * Tokens from this server's issuer, with the current grants of the directory: a new grant takes effect at the next call.
 *
 * @param authority scheme and host of the token endpoint, for tokens of version 2.0
 */
public record IssuedIdentityTokens(Directory directory, TokenIssuer issuer, Supplier<URI> authority)
        implements IdentityTokens {
    @Override
    public String token(TenantId tenant, ObjectId principal, String audience) {
        try {
            DirectorySnapshot now = directory.snapshot(tenant);
            ServicePrincipal owner = now.find(principal, ServicePrincipal.class);
            if (owner == null || !owner.accountEnabled()) {
                throw new Refused("The managed identity of the workflow does not exist or is disabled.");
            }
            TokenTarget target = issuer.target(now, audience);
            return issuer.issue(now, owner, ClientProof.MANAGED_IDENTITY, target, authority.get())
                    .text();
        } catch (LoginFailure e) {
            throw new Refused(e.text());
        } catch (DirectoryFailure e) {
            throw new Refused("The directory is not up to date at the moment.");
        }
    }
}
