package dev.postern.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's own certificate: which files are accepted, and what the problems of the others say. */
class CertificateFilesTest {
    private static final KeyPair RSA = keys("RSA", 2048);
    private static final KeyPair EC = keys("EC", 256);
    private static final KeyPair OTHER = keys("EC", 256);
    private static final KeyPair ED25519 = keys("Ed25519", 255);

    /** Certificates are compared with the real time, as at a start. */
    private final Instant now = Instant.now();

    @TempDir
    Path folder;

    private static KeyPair keys(String kind, int size) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
            generator.initialize(size);
            return generator.generateKeyPair();
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509Certificate certificate(String name, KeyPair keys, String issuer, KeyPair by, Duration life)
            throws Exception {
        var builder = new JcaX509v3CertificateBuilder(
                        new X500Name("CN=" + issuer),
                        BigInteger.valueOf(System.nanoTime()),
                        Date.from(now.minus(Duration.ofDays(30))),
                        Date.from(now.plus(life)),
                        new X500Name("CN=" + name),
                        keys.getPublic())
                .addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, name)));
        String algorithm = by.getPrivate().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(by.getPrivate())));
    }

    private X509Certificate selfSigned(KeyPair keys) throws Exception {
        return certificate("mail.contoso.example", keys, "mail.contoso.example", keys, Duration.ofDays(30));
    }

    private Path pem(String name, Object... objects) throws Exception {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            for (Object one : objects) {
                writer.writeObject(one);
            }
        }
        return Files.writeString(folder.resolve(name), text.toString());
    }

    private static PrivateKeyInfo pkcs8(KeyPair keys) {
        return PrivateKeyInfo.getInstance(keys.getPrivate().getEncoded());
    }

    private Settings read(Path certificate, Path key) {
        return SettingsReader.read(
                Optional.empty(),
                Map.of(),
                Map.of(
                        "server.tls-cert", List.of(certificate.toString()),
                        "server.tls-key", List.of(key.toString())));
    }

    private void refused(Path certificate, Path key, String... words) {
        InvalidSettings refused = assertThrows(InvalidSettings.class, () -> read(certificate, key));
        assertEquals(1, refused.problems().size(), refused::getMessage);
        for (String word : words) {
            assertTrue(refused.problems().getFirst().contains(word), refused::getMessage);
        }
    }

    /** The writer writes PKCS#1 for an RSA key and SEC 1 for an EC key, unless it gets PKCS#8. */
    @Test
    void everyFormOfAKeyIsAccepted() throws Exception {
        for (KeyPair keys : List.of(RSA, EC)) {
            Path certificate = pem("cert.pem", selfSigned(keys));
            for (Object form : List.of(keys.getPrivate(), pkcs8(keys))) {
                Path key = pem("key.pem", form);
                Settings settings = read(certificate, key);
                CertificateFiles files = settings.certificate().orElseThrow();
                OwnCertificate own = files.parse(files.content(), now);
                assertEquals(keys.getPrivate(), own.key());
                assertFalse(own.toString().contains("PRIVATE"), "does not show the key");
                assertTrue(settings.server().publicNames().contains("mail.contoso.example"), "the name is public");
            }
        }
        assertTrue(Files.readString(pem("key.pem", RSA.getPrivate())).contains("BEGIN RSA PRIVATE KEY"));
        assertTrue(Files.readString(pem("key.pem", EC.getPrivate())).contains("BEGIN EC PRIVATE KEY"));
    }

    @Test
    void aChainBeginsWithTheServersCertificate() throws Exception {
        X509Certificate issuer = certificate("issuer.example", RSA, "root.example", RSA, Duration.ofDays(30));
        X509Certificate own = certificate("mail.contoso.example", EC, "issuer.example", RSA, Duration.ofDays(30));
        Path key = pem("key.pem", EC.getPrivate());
        CertificateFiles files =
                read(pem("chain.pem", own, issuer), key).certificate().orElseThrow();
        assertEquals(List.of(own, issuer), files.parse(files.content(), now).chain());
        refused(pem("chain.pem", issuer, own), key, "does not belong", "must be the first one");
        X509Certificate stranger = selfSigned(OTHER);
        refused(pem("chain.pem", own, stranger), key, "certificate 1", "is not issued by certificate 2");
    }

    @Test
    void filesThatCannotBeUsedAreNamed() throws Exception {
        Path certificate = pem("cert.pem", selfSigned(EC));
        Path key = pem("key.pem", EC.getPrivate());
        refused(folder.resolve("missing.pem"), key, "there is no file", "missing.pem");
        refused(certificate, folder.resolve("absent.pem"), "there is no file", "absent.pem");
        refused(certificate, pem("other.pem", OTHER.getPrivate()), "does not belong");
        refused(certificate, pem("rsa.pem", RSA.getPrivate()), "does not belong");
        refused(certificate, pem("ed.pem", pkcs8(ED25519)), "of a kind that TLS cannot use");
        refused(certificate, certificate, "contains no private key");
        refused(key, key, "contains no certificates");
        refused(Files.writeString(folder.resolve("text.pem"), "hello"), key, "contains no certificates");
        String damaged = """
            -----BEGIN CERTIFICATE-----
            !!!
            -----END CERTIFICATE-----
            """;
        refused(Files.writeString(folder.resolve("bad.pem"), damaged), key, "is not certificates in PEM form");
        String encrypted = Files.readString(key).replace("KEY-----\n", """
            KEY-----
            Proc-Type: 4,ENCRYPTED
            DEK-Info: AES-256-CBC,00000000000000000000000000000000

            """);
        refused(
                certificate,
                Files.writeString(folder.resolve("encrypted.pem"), encrypted),
                "encrypted with a passphrase",
                "openssl pkey");
        refused(Files.writeString(folder.resolve("large.pem"), "x".repeat((1 << 20) + 1)), key, "is larger than");
    }

    @Test
    void anExpiredCertificateIsRefused() throws Exception {
        Path key = pem("key.pem", EC.getPrivate());
        X509Certificate expired =
                certificate("mail.contoso.example", EC, "mail.contoso.example", EC, Duration.ofDays(-1));
        refused(pem("expired.pem", expired), key, "has expired on");
        CertificateFiles files =
                read(pem("cert.pem", selfSigned(EC)), key).certificate().orElseThrow();
        Instant before = now.minus(Duration.ofDays(60));
        IllegalArgumentException early =
                assertThrows(IllegalArgumentException.class, () -> files.parse(files.content(), before));
        assertTrue(String.valueOf(early.getMessage()).contains("is valid only from"));
    }

    @Test
    void allProblemsAreReportedTogether() {
        InvalidSettings refused = assertThrows(
                InvalidSettings.class,
                () -> SettingsReader.read(
                        Optional.empty(),
                        Map.of(),
                        Map.of(
                                "server.tls-cert", List.of("/missing"),
                                "server.management-address", List.of("127.0.0.1"),
                                "log.level", List.of("loud"))));
        assertEquals(3, refused.problems().size(), refused::getMessage);
        assertTrue(refused.problems().stream().anyMatch(one -> one.contains("server.tls-cert needs server.tls-key")));
        assertTrue(refused.problems().stream()
                .anyMatch(one -> one.contains("server.management-address needs server.management-port")));
        InvalidSettings port = assertThrows(
                InvalidSettings.class,
                () -> SettingsReader.read(
                        Optional.empty(), Map.of(), Map.of("server.management-port", List.of("8443"))));
        assertTrue(port.problems().getFirst().contains("the port of another listener"));
    }
}
