package dev.postern.workflow.call;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tokens of applications until shortly before they expire. Thread-safe. */
final class CachedTokens {
    static final int MAX = 500;
    /** A token must still be valid when the called service checks it. */
    static final Duration MARGIN = Duration.ofMinutes(2);

    private final Map<Key, Token> tokens = new LinkedHashMap<>(64, 0.75f, true);

    /** A hash, so that no secret stays in memory as long as its token. */
    record Key(String hash) {
        /** @param values everything that decides which token is issued, and the workflow that knows the secret */
        static Key of(List<byte[]> values) {
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                for (byte[] value : values) {
                    digest.update((value.length + ":").getBytes(StandardCharsets.US_ASCII));
                    digest.update(value);
                }
                return new Key(java.util.HexFormat.of().formatHex(digest.digest()));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("SHA-256 is not available", e);
            }
        }
    }

    private record Token(String text, Instant until) {}

    synchronized @Nullable String find(Key key, Instant now) {
        Token token = tokens.get(key);
        if (token != null && !now.isBefore(token.until())) {
            tokens.remove(key);
            return null;
        }
        return token == null ? null : token.text();
    }

    synchronized void put(Key key, String text, Instant expires, Instant now) {
        Instant until = expires.minus(MARGIN);
        if (now.isBefore(until)) {
            tokens.put(key, new Token(text, until));
            if (tokens.size() > MAX) {
                tokens.remove(tokens.keySet().iterator().next());
            }
        }
    }

    /** Forgets a token that a service did not accept. */
    synchronized void forget(Key key) {
        tokens.remove(key);
    }

    synchronized int size() {
        return tokens.size();
    }
}
