package dev.postern.token;

import dev.postern.access.AppId;
import dev.postern.directory.Application;
import dev.postern.directory.Credentials;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.PasswordCredential;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.ServicePrincipalType;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Authenticates clients with the credentials of their application or service principal. Only authenticated clients learn
 * that they are disabled; others learn only whether an application exists. Thread-safe.
 */
public final class ClientAuthentication {
    /** A form has at most 64 KiB; an assertion with a chain of certificates in its header fits. */
    private static final int MAX_ASSERTION_LENGTH = 48 * 1024;

    private final CertificateAssertions certificates;
    private final FederatedAssertions federated;
    private final InstantSource clock;

    /**
     * @param own this server's addresses; read at every use
     * @param issuer finds the resources that tokens are requested for
     */
    public static ClientAuthentication of(
            Supplier<Set<URI>> own,
            TokenIssuer issuer,
            UsedAssertions used,
            DocumentFetcher fetcher,
            InstantSource clock) {
        AssertionAudiences audiences = new AssertionAudiences(own);
        return new ClientAuthentication(
                new CertificateAssertions(audiences, issuer, used, clock),
                new FederatedAssertions(new IssuerKeys(fetcher, clock), audiences, clock),
                clock);
    }

    ClientAuthentication(CertificateAssertions certificates, FederatedAssertions federated, InstantSource clock) {
        this.certificates = certificates;
        this.federated = federated;
        this.clock = clock;
    }

    /** @throws LoginFailure if the client is unknown, disabled, or its credential is invalid */
    public AuthenticatedClient authenticate(ClientRequest request) {
        DirectorySnapshot directory = request.directory();
        AppId appId = TokenTarget.appId(request.client());
        ServicePrincipal principal = appId == null ? null : directory.servicePrincipal(appId);
        if (principal == null) {
            throw new LoginFailure(
                    LoginError.UNKNOWN_APPLICATION,
                    request.client(),
                    directory.tenant().id());
        }
        Credentials credentials = credentials(directory, principal);
        ClientProof proof = switch (request.presented()) {
            case ClientCredential.Nothing nothing -> throw new LoginFailure(LoginError.NO_CREDENTIAL);
            case ClientCredential.Secret secret -> secret(principal, credentials, secret.text());
            case ClientCredential.Assertion assertion -> assertion(request, principal, credentials, assertion.text());
        };
        if (!principal.accountEnabled()) {
            throw new LoginFailure(LoginError.APPLICATION_DISABLED, principal.appId(), principal.displayName());
        }
        return new AuthenticatedClient(principal, proof);
    }

    /** A managed identity has no credentials, even if an older version stored some. */
    private static Credentials credentials(DirectorySnapshot directory, ServicePrincipal principal) {
        if (principal.type() == ServicePrincipalType.MANAGED_IDENTITY) {
            return Credentials.NONE;
        }
        Credentials own = principal.credentials();
        Application application = directory.application(principal.appId());
        if (application == null) {
            return own;
        }
        Credentials registered = application.credentials();
        return new Credentials(
                both(registered.passwords(), own.passwords()),
                both(registered.keys(), own.keys()),
                both(registered.federated(), own.federated()));
    }

    private static <T> List<T> both(List<T> one, List<T> other) {
        var all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }

    private ClientProof secret(ServicePrincipal principal, Credentials credentials, String secret) {
        Instant now = clock.instant();
        boolean expired = false;
        for (PasswordCredential password : credentials.passwords()) {
            if (password.hash().matches(secret) && !now.isBefore(password.start())) {
                if (now.isBefore(password.end())) {
                    return ClientProof.SECRET;
                }
                expired = true;
            }
        }
        throw new LoginFailure(expired ? LoginError.EXPIRED_SECRET : LoginError.WRONG_SECRET, principal.appId());
    }

    private ClientProof assertion(
            ClientRequest request, ServicePrincipal principal, Credentials credentials, String text) {
        Jws assertion;
        try {
            assertion = Jws.parse(text, MAX_ASSERTION_LENGTH);
        } catch (Jws.Unreadable e) {
            throw new LoginFailure(LoginError.MALFORMED_ASSERTION, "The token is " + e.getMessage() + ".");
        }
        String issuer = assertion.claims().text("iss");
        if (issuer == null || issuer.isEmpty()) {
            throw new LoginFailure(LoginError.MALFORMED_ASSERTION, "The token has no issuer.");
        }
        // A GUID as issuer is a client that signed for itself; external issuers are URLs.
        if (TokenTarget.appId(issuer) != null) {
            certificates.check(assertion, request, principal, credentials.keys());
            return ClientProof.CERTIFICATE;
        }
        federated.check(assertion, request, credentials.federated());
        return ClientProof.FEDERATED;
    }
}
