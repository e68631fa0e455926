package dev.postern.token;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.directory.Directory;
import dev.postern.directory.DirectoryFailure;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ServicePrincipal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies tokens that this server issued. Thread-safe.
 *
 * <p>Only tokens as {@link TokenIssuer} writes them are accepted: RS256, one of our keys, every claim present once and of its type,
 * issuer and tenant in agreement. Valid signatures are cached for a minute; time, tenant and audience are checked at every call.
 */
public final class TokenVerifier {
    /** Longer than any issued token; longer texts are refused before anything is computed. */
    static final int MAX_LENGTH = 16 * 1024;

    private final SigningKeys keys;
    private final Directory directory;
    private final InstantSource clock;
    private final GraphNames names;
    private final VerifiedTokens verified = new VerifiedTokens();

    /** @param names of Microsoft Graph besides those in the directory */
    public TokenVerifier(SigningKeys keys, Directory directory, InstantSource clock, GraphNames names) {
        this.keys = keys;
        this.directory = directory;
        this.clock = clock;
        this.names = names;
    }

    /**
     * Verifies a token for one of this server's resources.
     *
     * @throws TokenRefused if it is not valid
     * @throws DirectoryFailure.NotCurrent if the directory cannot be shown to be current
     */
    public VerifiedToken verify(String token, Resource resource) {
        if (token.length() > MAX_LENGTH) {
            throw malformed();
        }
        Instant now = clock.instant();
        KeySet current = keys.current();
        SignedToken signed = verified.get(token, current, now);
        if (signed == null) {
            signed = check(token);
            // Stored under the keys from before the check: if a key was retired in the meantime, the entry is never
            // found.
            verified.put(token, signed, current, now);
        }
        check(signed, resource, now);
        return signed.token();
    }

    private void check(SignedToken signed, Resource resource, Instant now) {
        if (!now.isBefore(signed.token().expires())) {
            throw new TokenRefused(TokenRefused.Reason.EXPIRED);
        }
        if (now.isBefore(signed.notBefore())) {
            throw new TokenRefused(TokenRefused.Reason.NOT_YET_VALID);
        }
        DirectorySnapshot snapshot;
        try {
            snapshot = directory.snapshot(signed.token().tenant());
        } catch (DirectoryFailure.NotFound e) {
            throw new TokenRefused(TokenRefused.Reason.WRONG_ISSUER);
        }
        ServicePrincipal guarded = snapshot.servicePrincipal(resource.appId());
        if (guarded == null || !TokenTarget.isFor(snapshot, names, guarded, signed.audience())) {
            throw new TokenRefused(TokenRefused.Reason.WRONG_AUDIENCE);
        }
    }

    private SignedToken check(String text) {
        return read(signed(text).claims());
    }

    private Jws signed(String text) {
        Jws jws;
        try {
            jws = Jws.parse(text, MAX_LENGTH);
        } catch (Jws.Unreadable e) {
            throw malformed();
        }
        String id = jws.headerText("kid");
        if (!jws.algorithm().equals("RS256") || id == null) {
            throw malformed();
        }
        SigningKey key = keys.verifier(id);
        if (key == null || !jws.isSignedBy(key.certificate().getPublicKey())) {
            throw malformed();
        }
        return jws;
    }

    /**
     * Verifies a token that this server issued for any resource of a tenant, and returns the texts of its claims. The caller decides which
     * claims suffice.
     *
     * @throws TokenRefused if it is not valid, or its principal does not exist or is disabled
     * @throws DirectoryFailure.NotCurrent if the directory cannot be shown to be current
     */
    public Map<String, Set<String>> claims(String text, TenantId tenant) {
        Claims claims = signed(text).claims();
        Instant now = clock.instant();
        Instant expires = claims.time("exp");
        Instant notBefore = claims.time("nbf");
        if (expires == null || notBefore == null || !tenant.toString().equals(claims.text("tid"))) {
            throw malformed();
        }
        if (!now.isBefore(expires)) {
            throw new TokenRefused(TokenRefused.Reason.EXPIRED);
        }
        if (now.isBefore(notBefore)) {
            throw new TokenRefused(TokenRefused.Reason.NOT_YET_VALID);
        }
        ServicePrincipal owner;
        try {
            owner = directory.snapshot(tenant).find(ObjectId.of(present(claims.text("oid"))), ServicePrincipal.class);
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
        if (owner == null || !owner.accountEnabled()) {
            throw malformed();
        }
        return claims.allTexts();
    }

    private static SignedToken read(Claims claims) {
        String subject = present(claims.text("sub"));
        Instant expires = claims.time("exp");
        Instant notBefore = claims.time("nbf");
        List<String> roles = claims.texts("roles");
        if (expires == null
                || notBefore == null
                || roles == null
                || !"app".equals(claims.text("idtyp"))
                || !subject.equals(claims.text("oid"))) {
            throw malformed();
        }
        try {
            TenantId tenant = TenantId.of(present(claims.text("tid")));
            if (!TokenIssuer.issuer(tenant).equals(claims.text("iss"))) {
                throw new TokenRefused(TokenRefused.Reason.WRONG_ISSUER);
            }
            VerifiedToken token = new VerifiedToken(
                    tenant,
                    AppId.of(present(claims.text("appid"))),
                    ObjectId.of(subject),
                    new HashSet<>(roles),
                    expires,
                    present(claims.text("uti")),
                    claims.person());
            return new SignedToken(token, present(claims.text("aud")), notBefore);
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
    }

    private static String present(@Nullable String claim) {
        if (claim == null || claim.isEmpty()) {
            throw malformed();
        }
        return claim;
    }

    private static TokenRefused malformed() {
        return new TokenRefused(TokenRefused.Reason.MALFORMED);
    }
}
