package dev.postern.http.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Creates the certificates of the authority and the server. ECDSA on P-256: all current clients support it, and keys are fast to create. */
final class CertificateMaker {
    private static final Duration CA_LIFE = Duration.ofDays(20 * 365);
    private static final Duration SERVER_LIFE = Duration.ofDays(365);
    /** A margin for clients whose clock is slightly slow. */
    private static final Duration BACKDATED = Duration.ofHours(1);

    private static final Pattern IP = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private CertificateMaker() {}

    static ServerCertificate authority(Instant now, SecureRandom random) {
        // The serial in the name distinguishes the authorities of two servers in one trust store.
        BigInteger serial = serial(random);
        var name = new X500Name(
                "O=Postern,CN=Postern local authority " + serial.toString(16).substring(0, 8));
        try {
            KeyPair keys = keys(random);
            var tools = new JcaX509ExtensionUtils();
            var builder = new JcaX509v3CertificateBuilder(
                            name, serial, from(now), Date.from(now.plus(CA_LIFE)), name, keys.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                    .addExtension(
                            Extension.subjectKeyIdentifier, false, tools.createSubjectKeyIdentifier(keys.getPublic()));
            return sign(builder, keys, keys.getPrivate());
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("The certificate authority could not be created", e);
        }
    }

    static ServerCertificate server(ServerCertificate authority, List<String> names, Instant now, SecureRandom random) {
        try {
            KeyPair keys = keys(random);
            var tools = new JcaX509ExtensionUtils();
            Instant end = now.plus(SERVER_LIFE);
            Instant last = authority.certificate().getNotAfter().toInstant();
            var builder = new JcaX509v3CertificateBuilder(
                            authority.certificate(),
                            serial(random),
                            from(now),
                            Date.from(end.isBefore(last) ? end : last),
                            new X500Name("O=Postern,CN=localhost"),
                            keys.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(
                            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                    .addExtension(Extension.subjectAlternativeName, false, alternatives(names))
                    .addExtension(
                            Extension.subjectKeyIdentifier, false, tools.createSubjectKeyIdentifier(keys.getPublic()))
                    .addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            tools.createAuthorityKeyIdentifier(
                                    authority.certificate().getPublicKey()));
            return sign(builder, keys, authority.key());
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("The server certificate could not be created", e);
        }
    }

    private static ServerCertificate sign(X509v3CertificateBuilder builder, KeyPair keys, PrivateKey by)
            throws GeneralSecurityException, OperatorCreationException {
        var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(by);
        var certificate = new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        return new ServerCertificate(certificate, keys.getPrivate());
    }

    private static GeneralNames alternatives(List<String> names) {
        return new GeneralNames(names.stream()
                .map(name ->
                        new GeneralName(IP.matcher(name).matches() ? GeneralName.iPAddress : GeneralName.dNSName, name))
                .toArray(GeneralName[]::new));
    }

    private static KeyPair keys(SecureRandom random) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    /** Returns a positive serial number of full length. */
    private static BigInteger serial(SecureRandom random) {
        return new BigInteger(126, random).setBit(126);
    }

    private static Date from(Instant now) {
        return Date.from(now.minus(BACKDATED));
    }
}
