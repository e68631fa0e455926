package dev.postern.token;

import dev.postern.directory.FederatedCredential;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.List;

/**
 * Verifies tokens of external issuers that an application trusts. Trust is checked before anything is
 * fetched, so that unauthenticated clients cannot make this server call a URL. Such tokens may be used repeatedly until they expire,
 * because workloads get one per hour. Thread-safe.
 */
public final class FederatedAssertions {
    private final IssuerKeys keys;
    private final AssertionAudiences own;
    private final InstantSource clock;

    public FederatedAssertions(IssuerKeys keys, AssertionAudiences own, InstantSource clock) {
        this.keys = keys;
        this.own = own;
        this.clock = clock;
    }

    void check(Jws assertion, ClientRequest request, List<FederatedCredential> credentials) {
        Claims claims = assertion.claims();
        String issuer = claims.text("iss");
        String subject = claims.text("sub");
        List<String> audience = claims.texts("aud");
        if (issuer == null || subject == null || audience == null || audience.size() != 1) {
            throw new LoginFailure(
                    LoginError.MALFORMED_ASSERTION, "The token needs one issuer, one subject and one audience.");
        }
        if (own.isOurIssuer(issuer, request.base())) {
            throw new LoginFailure(LoginError.FEDERATED_OWN_TOKEN);
        }
        match(credentials, issuer, subject, audience.getFirst());
        String id = assertion.headerText("kid");
        if (!assertion.algorithm().equals("RS256") || id == null) {
            throw new LoginFailure(
                    LoginError.MALFORMED_ASSERTION, "The token must be signed with RS256 and name its key ('kid').");
        }
        PublicKey key = keys.find(issuer, id);
        if (key == null) {
            throw new LoginFailure(LoginError.ASSERTION_KEY_UNKNOWN, id);
        }
        if (!assertion.isSignedBy(key)) {
            throw new LoginFailure(LoginError.ASSERTION_SIGNATURE, id);
        }
        AssertionTimes.check(claims, clock.instant());
    }

    private static void match(List<FederatedCredential> all, String issuer, String subject, String audience) {
        if (all.isEmpty()) {
            throw new LoginFailure(LoginError.NO_FEDERATED_CREDENTIAL, issuer, subject, audience);
        }
        List<FederatedCredential> ofIssuer =
                all.stream().filter(one -> one.issuer().equals(issuer)).toList();
        if (ofIssuer.isEmpty()) {
            throw new LoginFailure(LoginError.FEDERATED_ISSUER, issuer);
        }
        List<FederatedCredential> ofAudience = ofIssuer.stream()
                .filter(one -> one.audiences().contains(audience))
                .toList();
        if (ofAudience.isEmpty()) {
            throw new LoginFailure(LoginError.FEDERATED_AUDIENCE, audience);
        }
        if (ofAudience.stream().noneMatch(one -> one.subject().equals(subject))) {
            boolean onlyCase = ofAudience.stream().anyMatch(one -> one.subject().equalsIgnoreCase(subject));
            throw new LoginFailure(
                    onlyCase ? LoginError.FEDERATED_SUBJECT_CASE : LoginError.FEDERATED_SUBJECT, subject);
        }
    }
}
