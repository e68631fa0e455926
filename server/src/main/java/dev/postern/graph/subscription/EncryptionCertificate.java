package dev.postern.graph.subscription;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The certificate for which a subscriber wants items to be encrypted. Its issuer and its dates do not matter: only the subscriber has the
 * private key.
 *
 * @param thumbprint SHA-1 of the certificate, in upper case
 */
record EncryptionCertificate(RSAPublicKey key, String thumbprint) {
    private static final int MIN_BITS = 2048;
    private static final int MAX_BITS = 4096;

    /** @throws dev.postern.graph.GraphFailure if it cannot be used */
    static EncryptionCertificate parse(String text) {
        try {
            String base64 =
                    text.replaceAll("-----(BEGIN|END) CERTIFICATE-----", "").replaceAll("\\s", "");
            byte[] der = Base64.getDecoder().decode(base64);
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            if (!(certificate.getPublicKey() instanceof RSAPublicKey key)
                    || key.getModulus().bitLength() < MIN_BITS
                    || key.getModulus().bitLength() > MAX_BITS) {
                throw SubscriptionFaults.certificate("The key must be an RSA key of 2048 to 4096 bits.");
            }
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded());
            return new EncryptionCertificate(key, HexFormat.of().withUpperCase().formatHex(digest));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw SubscriptionFaults.certificate("Cannot find the requested object.");
        }
    }
}
