package dev.postern.token;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;

/** The public half of a signing key. */
public record PublishedKey(String id, X509Certificate certificate) {
    /** The modulus in the encoding of JSON Web Keys. */
    public String modulus() {
        byte[] bytes = ((RSAPublicKey) certificate.getPublicKey()).getModulus().toByteArray();
        // The sign byte of BigInteger is not part of the unsigned number.
        return Jws.encode(bytes[0] == 0 ? java.util.Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    /** The exponent in the encoding of JSON Web Keys. */
    public String exponent() {
        return Jws.encode(
                ((RSAPublicKey) certificate.getPublicKey()).getPublicExponent().toByteArray());
    }

    /** The certificate in base64, with padding. */
    public String encodedCertificate() {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("A certificate could not be encoded", e);
        }
    }
}
