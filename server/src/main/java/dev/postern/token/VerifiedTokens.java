package dev.postern.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A cache of tokens whose signature was verified recently. Its key is a digest, so that no bearer token remains in memory after its
 * request. Described in {@code docs/caches/verified-tokens.md}. Thread-safe.
 */
final class VerifiedTokens {
    /** How long a verified signature is cached. */
    static final Duration LIFE = Duration.ofMinutes(1);

    static final int MAX_TOKENS = 10_000;

    private record Digest(long one, long two, long three, long four) {}

    private record Entry(SignedToken token, Instant until) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Digest, Entry> entries = new LinkedHashMap<>();
    private @Nullable KeySet keys;

    /** Returns the content of this token if it was verified recently with the same keys. */
    @Nullable
    SignedToken get(String text, KeySet current, Instant now) {
        Digest digest = digest(text);
        lock.lock();
        try {
            forgetOtherKeys(current);
            Entry entry = entries.get(digest);
            return entry != null && now.isBefore(entry.until()) ? entry.token() : null;
        } finally {
            lock.unlock();
        }
    }

    void put(String text, SignedToken token, KeySet current, Instant now) {
        Instant until = now.plus(LIFE);
        Instant expires = token.token().expires();
        Entry entry = new Entry(token, expires.isBefore(until) ? expires : until);
        Digest digest = digest(text);
        lock.lock();
        try {
            forgetOtherKeys(current);
            // Moved to the end even if it was present, so the eldest entry is approximately the one that expires first.
            entries.remove(digest);
            entries.put(digest, entry);
            if (entries.size() > MAX_TOKENS) {
                entries.remove(entries.keySet().iterator().next());
            }
        } finally {
            lock.unlock();
        }
    }

    private void forgetOtherKeys(KeySet current) {
        if (!current.equals(keys)) {
            entries.clear();
            keys = current;
        }
    }

    int size() {
        lock.lock();
        try {
            return entries.size();
        } finally {
            lock.unlock();
        }
    }

    private static Digest digest(String text) {
        try {
            var bytes = java.nio.ByteBuffer.wrap(
                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
            return new Digest(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }
}
