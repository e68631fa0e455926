package dev.postern.login;

import dev.postern.directory.Directory;
import dev.postern.http.RouteAdder;
import dev.postern.token.ClientAuthentication;
import dev.postern.token.SigningKeys;
import dev.postern.token.TokenIssuer;
import java.net.URI;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The services that the endpoints of this package use.
 *
 * @param own this server's addresses, scheme and authority; read at every use
 */
public record Login(
        Directory directory,
        ClientAuthentication clients,
        TokenIssuer issuer,
        SigningKeys keys,
        LoginLog log,
        Supplier<Set<URI>> own,
        InstantSource clock) {
    /** Adds the endpoints. */
    public void addTo(RouteAdder routes) {
        routes.add("POST", "/{tenant}/oauth2/v2.0/token", new TokenEndpoint(this, TokenEndpoint.Version.V2));
        routes.add("POST", "/{tenant}/oauth2/token", new TokenEndpoint(this, TokenEndpoint.Version.V1));
        var discovery = new Discovery(this);
        routes.add("GET", "/{tenant}/v2.0/.well-known/openid-configuration", discovery::second);
        routes.add("GET", "/{tenant}/.well-known/openid-configuration", discovery::first);
        var keyDocuments = new KeyDocuments(this);
        routes.add("GET", "/{tenant}/discovery/v2.0/keys", keyDocuments::second);
        routes.add("GET", "/{tenant}/discovery/keys", keyDocuments::first);
        // A literal segment wins over a parameter, so the keys of "common" need their own rows besides the instance
        // document.
        routes.add("GET", "/common/discovery/v2.0/keys", keyDocuments::second);
        routes.add("GET", "/common/discovery/keys", keyDocuments::first);
        routes.add("GET", "/common/discovery/instance", new InstanceDiscovery(this));
        routes.add("GET", "/msi/token", new AppServiceHandler(this));
    }
}
