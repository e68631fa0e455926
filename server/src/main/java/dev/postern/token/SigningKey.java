package dev.postern.token;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key that signs tokens.
 *
 * @param generation a later key has a greater one
 * @param id the thumbprint of the certificate, base64url of its SHA-1
 * @param activeFrom when it begins to sign; it is published before
 * @param retiredAt when an administrator took it out of use at once, or null
 */
record SigningKey(
        long generation,
        String id,
        Instant activeFrom,
        @Nullable Instant retiredAt,
        X509Certificate certificate,
        PrivateKey privateKey) {
    @Override
    public String toString() {
        return "SigningKey[" + generation + ", " + id + "]";
    }
}
