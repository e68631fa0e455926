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
 * @param activeFrom when it starts to sign; it is published earlier
 * @param retiredAt when an administrator retired it, or null
 * @param holder the id of the encryption key that seals its private key; empty if the private key is not encrypted
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
    /** Returns whether this node signs with it. */
    boolean isOwn() {
        return secret != null;
    }

    /** Returns the private key of a key of this node. */
    PrivateKey privateKey() {
        return Objects.requireNonNull(secret);
    }

    /** Returns whether both keys belong to the same node, or to nodes with the same encryption key. */
    boolean hasHolderOf(SigningKey other) {
        return isOwn() ? other.isOwn() : holder.equals(other.holder());
    }

    @Override
    public String toString() {
        return "SigningKey[" + generation + ", " + id + "]";
    }
}
