package dev.postern.token;

import dev.postern.directory.KeyCredential;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Certificates with which applications authenticate. */
public final class ClientCertificates {
    private static final int FEWEST_BITS = 2048;
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]+)-----END CERTIFICATE-----");

    private ClientCertificates() {}

    /**
     * Reads a certificate in PEM (the first one, other parts are ignored) or DER.
     *
     * @throws IllegalArgumentException if there is none, or its key is not RSA of at least 2048 bits
     */
    public static KeyCredential credential(byte[] pemOrDer, @Nullable String displayName) {
        try {
            X509Certificate certificate = KeyMaker.certificate(der(pemOrDer));
            if (!(certificate.getPublicKey() instanceof RSAPublicKey key)
                    || key.getModulus().bitLength() < FEWEST_BITS) {
                throw new IllegalArgumentException("The certificate's key must be RSA with at least 2048 bits");
            }
            return new KeyCredential(
                    UUID.randomUUID(),
                    displayName,
                    certificate.getNotBefore().toInstant(),
                    certificate.getNotAfter().toInstant(),
                    certificate.getEncoded());
        } catch (CertificateException e) {
            throw new IllegalArgumentException("This is not a certificate in PEM or DER", e);
        }
    }

    private static byte[] der(byte[] pemOrDer) {
        Matcher pem = PEM.matcher(new String(pemOrDer, StandardCharsets.ISO_8859_1));
        return pem.find() ? Base64.getMimeDecoder().decode(pem.group(1)) : pemOrDer;
    }
}
