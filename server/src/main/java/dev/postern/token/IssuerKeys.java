package dev.postern.token;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The keys of trusted issuers, found through their discovery documents. Cached, see {@code
 * docs/caches/issuer-keys.md}. Thread-safe.
 */
public final class IssuerKeys {
    private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);
    private static final Duration LIFE = Duration.ofHours(1);
    /** The minimum time between two fetches for an unknown key or after a failure. */
    private static final Duration BETWEEN = Duration.ofSeconds(30);

    private static final int MAX_ISSUERS = 1_000;
    private static final int MIN_KEY_BITS = 2048;
    private static final int MAX_KEY_BITS = 16 * 1024;

    private record Known(@Nullable Map<String, PublicKey> keys, Instant fetched) {}

    private final DocumentFetcher fetcher;
    private final InstantSource clock;
    private final Map<String, Known> issuers = new ConcurrentHashMap<>();

    public IssuerKeys(DocumentFetcher fetcher, InstantSource clock) {
        this.fetcher = fetcher;
        this.clock = clock;
    }

    /**
     * Returns the key of an issuer with this id, or null if the issuer has none.
     *
     * @throws LoginFailure if the issuer's keys cannot be read
     */
    @Nullable
    PublicKey find(String issuer, String id) {
        Instant now = clock.instant();
        Known known = issuers.get(issuer);
        if (known == null || isStale(known, id, now)) {
            known = fetch(issuer, known, now);
        }
        Map<String, PublicKey> keys = known.keys();
        if (keys == null) {
            throw new LoginFailure(LoginError.FEDERATED_ISSUER_UNREACHABLE, issuer);
        }
        return keys.get(id);
    }

    private static boolean isStale(Known known, String id, Instant now) {
        Map<String, PublicKey> keys = known.keys();
        Duration life = keys != null && keys.containsKey(id) ? LIFE : BETWEEN;
        return !now.isBefore(known.fetched().plus(life));
    }

    private Known fetch(String issuer, @Nullable Known before, Instant now) {
        Known known;
        try {
            known = new Known(read(issuer), now);
        } catch (IOException | Jws.Unreadable | IllegalArgumentException e) {
            LOG.warn("The keys of issuer {} cannot be read: {}", issuer, e.toString());
            known = new Known(null, now);
        }
        if (before == null && issuers.size() >= MAX_ISSUERS) {
            issuers.clear();
        }
        issuers.put(issuer, known);
        return known;
    }

    private Map<String, PublicKey> read(String issuer) throws IOException, Jws.Unreadable {
        String start = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        ObjectNode document = Jws.object(fetcher.fetch(URI.create(start + "/.well-known/openid-configuration")));
        if (!issuer.equals(document.path("issuer").asString(""))) {
            throw new IOException("The discovery document belongs to another issuer");
        }
        JsonNode keys = Jws.object(
                        fetcher.fetch(URI.create(document.path("jwks_uri").asString(""))))
                .path("keys");
        var found = new HashMap<String, PublicKey>();
        for (JsonNode key : keys) {
            String id = key.path("kid").asString("");
            PublicKey read = rsa(key);
            if (read != null && !id.isEmpty()) {
                found.put(id, read);
            }
        }
        return found;
    }

    /** Returns an RSA signature key; null for any other key, which other clients of the issuer may use. */
    private static @Nullable PublicKey rsa(JsonNode key) {
        if (!key.path("kty").asString("").equals("RSA")
                || !key.path("use").asString("sig").equals("sig")) {
            return null;
        }
        try {
            var modulus = number(key.path("n").asString(""));
            if (modulus.bitLength() < MIN_KEY_BITS || modulus.bitLength() > MAX_KEY_BITS) {
                return null;
            }
            return KeyFactory.getInstance("RSA")
                    .generatePublic(
                            new RSAPublicKeySpec(modulus, number(key.path("e").asString(""))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return null;
        }
    }

    private static BigInteger number(String text) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(text));
    }
}
