package dev.postern.token;

import dev.postern.access.AppId;
import dev.postern.directory.KeyCredential;
import dev.postern.directory.ServicePrincipal;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies assertions that a client signed with its certificate. The key is always a registered one; certificates in the
 * assertion ({@code x5c}) are ignored. Thread-safe.
 */
public final class CertificateAssertions {
    private static final Set<String> ALGORITHMS = Set.of("RS256", "PS256");
    /** A recorded use is stored until the assertion expires, so its lifetime has a limit; client libraries take ten minutes. */
    private static final Duration LONGEST_RECORDED = Duration.ofDays(1);

    private final AssertionAudiences audiences;
    private final TokenIssuer issuer;
    private final UsedAssertions used;
    private final InstantSource clock;

    public CertificateAssertions(
            AssertionAudiences audiences, TokenIssuer issuer, UsedAssertions used, InstantSource clock) {
        this.audiences = audiences;
        this.issuer = issuer;
        this.used = used;
        this.clock = clock;
    }

    void check(Jws assertion, ClientRequest request, ServicePrincipal principal, List<KeyCredential> keys) {
        Claims claims = assertion.claims();
        String client = principal.appId().toString();
        if (!client.equalsIgnoreCase(claims.text("iss")) || !client.equalsIgnoreCase(claims.text("sub"))) {
            throw new LoginFailure(LoginError.ASSERTION_CLIENT);
        }
        if (!ALGORITHMS.contains(assertion.algorithm())) {
            throw new LoginFailure(
                    LoginError.MALFORMED_ASSERTION, "The signature algorithm is not one of RS256 and PS256.");
        }
        Instant now = clock.instant();
        checkSignature(assertion, keys, now);
        Instant end = AssertionTimes.check(claims, now);
        List<String> audience = claims.texts("aud");
        if (audience == null
                || audience.size() != 1
                || !audiences.accept(audience.getFirst(), request.directory().tenant(), request.base())) {
            throw new LoginFailure(LoginError.ASSERTION_AUDIENCE);
        }
        // Last, so that an assertion that is refused for another reason is not recorded as used.
        if (used.areRecorded()) {
            String id = id(claims);
            AssertionTimes.checkLength(end, LONGEST_RECORDED, now);
            AppId resource = issuer.target(request.directory(), request.purpose())
                    .resource()
                    .appId();
            if (!used.use(request.directory().tenant().id(), principal.appId(), id, resource, end)) {
                throw new LoginFailure(LoginError.ASSERTION_USED);
            }
        }
    }

    /** The id distinguishes assertions whose use is recorded; it has no other purpose. */
    private static String id(Claims claims) {
        String id = claims.text("jti");
        if (id == null || id.isEmpty()) {
            String what =
                    claims.has("jti") ? "The id of the token ('jti') is not a text." : "The token has no id ('jti').";
            throw new LoginFailure(LoginError.MALFORMED_ASSERTION, what);
        }
        return id;
    }

    private static void checkSignature(Jws assertion, List<KeyCredential> keys, Instant now) {
        String sha1 = thumbprint(assertion, "x5t");
        String sha256 = thumbprint(assertion, "x5t#S256");
        String named = sha1 == null ? sha256 : sha1;
        if (named == null) {
            throw new LoginFailure(
                    LoginError.MALFORMED_ASSERTION, "No certificate thumbprint specified in token header.");
        }
        boolean signed = false;
        boolean found = false;
        for (KeyCredential key : keys) {
            X509Certificate certificate = certificate(key);
            if ((sha1 == null || sha1.equals(StoredKeys.thumbprint("SHA-1", certificate)))
                    && (sha256 == null || sha256.equals(StoredKeys.thumbprint("SHA-256", certificate)))) {
                found = true;
                if (assertion.isSignedBy(certificate.getPublicKey())) {
                    if (!now.isBefore(key.start()) && now.isBefore(key.end())) {
                        return;
                    }
                    signed = true;
                }
            }
        }
        LoginError error = signed
                ? LoginError.ASSERTION_KEY_EXPIRED
                : found ? LoginError.ASSERTION_SIGNATURE : LoginError.ASSERTION_KEY_UNKNOWN;
        throw new LoginFailure(error, hex(named));
    }

    /**
     * Returns a thumbprint from the header, in base64url without padding; null if it is missing. The Java client sends plain base64
     * with padding.
     */
    private static @Nullable String thumbprint(Jws assertion, String name) {
        String text = assertion.headerText(name);
        return text == null || text.isEmpty()
                ? null
                : withoutPadding(text.replace('+', '-').replace('/', '_'));
    }

    private static String withoutPadding(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '=') {
            end--;
        }
        return text.substring(0, end);
    }

    private static String hex(String thumbprint) {
        try {
            return HexFormat.of()
                    .formatHex(Base64.getUrlDecoder().decode(thumbprint))
                    .toUpperCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return thumbprint;
        }
    }

    private static X509Certificate certificate(KeyCredential key) {
        try {
            return StoredKeys.certificate(key.certificate());
        } catch (CertificateException e) {
            throw new IllegalStateException("The stored certificate " + key.keyId() + " cannot be read", e);
        }
    }
}
