package dev.postern.token;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A key that signs tokens.
 *
 * @param generation a later key has a greater one
 * @param id the thumbprint of the certificate, base64url of its SHA-1
 * @param activeFrom when it begins to sign; it is published before
 * @param retiredAt when an administrator took it out of use at once, or null
 * @param holder the id of the encryption key that seals its private key; empty when that lies open
 * @param secret the private key; null for the key of another node
 */
record SigningKey(
        long generation,
        String id,
        Instant activeFrom,
        @Nullable Instant retiredAt,
        X509Certificate certificate,
        String holder,
        @Nullable PrivateKey secret) {
    /** Whether this node signs with it. */
    boolean isOwn() {
        return secret != null;
    }

    /** Of a key with which this node signs. */
    PrivateKey privateKey() {
        return Objects.requireNonNull(secret);
    }

    /** Whether another key is of the same node, or of one that has the same encryption key. */
    boolean hasHolderOf(SigningKey other) {
        return isOwn() ? other.isOwn() : holder.equals(other.holder());
    }

    @Override
    public String toString() {
        return "SigningKey[" + generation + ", " + id + "]";
    }
}
