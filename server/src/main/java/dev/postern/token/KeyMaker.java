package dev.postern.token;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Creates signing keys: RSA with a self-signed certificate, because clients identify keys by thumbprint. Reading them is apart, because
 * the libraries for creating them are not in an AOT cache and take long to load.
 */
final class KeyMaker {
    private static final int BITS = 2048;
    private static final String NAME = "CN=Postern token signing";
    /** The dates of the certificate are not checked by clients; they only have to cover the life of the key. */
    private static final Duration VALIDITY = Duration.ofDays(3650);

    private KeyMaker() {}

    static SigningKey make(long generation, Instant now, Instant activeFrom, SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS, random);
            KeyPair pair = generator.generateKeyPair();
            X500Name name = new X500Name(NAME);
            var builder = new JcaX509v3CertificateBuilder(
                    name,
                    new BigInteger(120, random).add(BigInteger.ONE),
                    Date.from(now.minus(Duration.ofDays(1))),
                    Date.from(now.plus(VALIDITY)),
                    name,
                    pair.getPublic());
            var signer = new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate());
            X509Certificate certificate = new JcaX509CertificateConverter().getCertificate(builder.build(signer));
            return new SigningKey(
                    generation,
                    StoredKeys.thumbprint("SHA-1", certificate),
                    activeFrom,
                    null,
                    certificate,
                    "",
                    pair.getPrivate());
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("A signing key cannot be created", e);
        }
    }
}
