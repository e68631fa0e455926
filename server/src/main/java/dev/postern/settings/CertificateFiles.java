package dev.postern.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/**
 * The files with the operator's own certificate: PEM, the chain beginning with the server's certificate, and the key as PKCS#8, PKCS#1 or
 * SEC 1. They are replaced while the server runs, so they can be read again.
 */
public record CertificateFiles(Path certificate, Path key) {
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_CHAIN = 10;
    /** By object identifier: the name of the key factory, and of a signature that tests whether the key fits. */
    private static final Map<String, List<String>> KINDS = Map.of(
            "1.2.840.113549.1.1.1", List.of("RSA", "SHA256withRSA"),
            "1.2.840.10045.2.1", List.of("EC", "SHA256withECDSA"));

    /** The bytes of both files. */
    public record Content(String certificate, String key) {
        /** Does not contain the key. */
        @Override
        public String toString() {
            return "Content[*]";
        }
    }

    /**
     * Reads both files without interpreting them.
     *
     * @throws IllegalArgumentException if a file cannot be read; the message names it
     */
    public Content content() {
        return new Content(text(certificate), text(key));
    }

    /**
     * Interprets the content of the files.
     *
     * @throws IllegalArgumentException if they cannot be used; the message says why and what to do, and never quotes the key
     */
    public OwnCertificate parse(Content content, Instant now) {
        List<X509Certificate> chain = chain(content.certificate());
        PrivateKeyInfo info = keyInfo(content.key(), chain.getFirst());
        List<String> kind =
                KINDS.get(info.getPrivateKeyAlgorithm().getAlgorithm().getId());
        if (kind == null) {
            throw new IllegalArgumentException(
                    "the key in " + key + " is of a kind that TLS cannot use here; use an RSA or ECDSA key");
        }
        if (!chain.getFirst().getPublicKey().getAlgorithm().equals(kind.getFirst())) {
            throw mismatch(chain.getFirst());
        }
        try {
            PrivateKey secret =
                    KeyFactory.getInstance(kind.getFirst()).generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
            requirePair(chain.getFirst(), secret, kind);
            requireChain(chain);
            requireValid(chain, now);
            return new OwnCertificate(chain, secret);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("the key in " + key + " cannot be used; it may be damaged", e);
        }
    }

    private static String text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IllegalArgumentException("the file " + file + " is larger than " + MAX_BYTES + " bytes");
            }
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("there is no file " + file, e);
        } catch (AccessDeniedException e) {
            throw new IllegalArgumentException(
                    "the file " + file + " cannot be read: the user of this process has no permission", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("the file " + file + " cannot be read", e);
        }
    }

    private List<X509Certificate> chain(String text) {
        var chain = new ArrayList<X509Certificate>();
        var converter = new JcaX509CertificateConverter();
        try {
            for (X509CertificateHolder one : OwnCertificate.only(X509CertificateHolder.class, objects(text))) {
                chain.add(converter.getCertificate(one));
            }
        } catch (IOException | CertificateException | RuntimeException e) {
            throw new IllegalArgumentException("the file " + certificate + " is not certificates in PEM form", e);
        }
        if (chain.isEmpty() || chain.size() > MAX_CHAIN) {
            throw new IllegalArgumentException("the file " + certificate
                    + (chain.isEmpty() ? " contains no" : " contains more than " + MAX_CHAIN)
                    + " certificates in PEM form");
        }
        return chain;
    }

    private PrivateKeyInfo keyInfo(String text, X509Certificate first) {
        List<Object> found;
        try {
            found = objects(text);
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("the file " + key + " is not a key in PEM form", e);
        }
        for (Object one : found) {
            switch (one) {
                case PrivateKeyInfo info -> {
                    return info;
                }
                case PEMKeyPair pair -> {
                    return withCurve(pair.getPrivateKeyInfo(), first);
                }
                case PKCS8EncryptedPrivateKeyInfo _, PEMEncryptedKeyPair _ ->
                    throw new IllegalArgumentException("the key in " + key
                            + " is encrypted with a passphrase; remove it with `openssl pkey -in FILE -out FILE`");
                default -> {}
            }
        }
        throw new IllegalArgumentException("the file " + key + " contains no private key in PEM form");
    }

    /** SEC 1 allows a key without its curve, which is then that of the certificate. */
    private static PrivateKeyInfo withCurve(PrivateKeyInfo info, X509Certificate first) {
        try {
            return info.getPrivateKeyAlgorithm().getParameters() != null
                            || !first.getPublicKey().getAlgorithm().equals("EC")
                    ? info
                    : new PrivateKeyInfo(
                            SubjectPublicKeyInfo.getInstance(
                                            first.getPublicKey().getEncoded())
                                    .getAlgorithm(),
                            info.parsePrivateKey());
        } catch (IOException e) {
            return info;
        }
    }

    private static List<Object> objects(String text) throws IOException {
        var found = new ArrayList<Object>();
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            for (Object one = parser.readObject(); one != null; one = parser.readObject()) {
                found.add(one);
            }
        }
        return found;
    }

    private void requirePair(X509Certificate first, PrivateKey secret, List<String> kind)
            throws GeneralSecurityException {
        byte[] sample = {1, 2, 3};
        var signature = Signature.getInstance(kind.getLast());
        signature.initSign(secret);
        signature.update(sample);
        byte[] signed = signature.sign();
        signature.initVerify(first.getPublicKey());
        signature.update(sample);
        if (!signature.verify(signed)) {
            throw mismatch(first);
        }
    }

    private IllegalArgumentException mismatch(X509Certificate first) {
        return new IllegalArgumentException("the key in " + key + " does not belong to the first certificate in "
                + certificate + " (" + first.getSubjectX500Principal()
                + "); the server's own certificate must be the first one");
    }

    private void requireChain(List<X509Certificate> chain) {
        for (int i = 1; i < chain.size(); i++) {
            try {
                chain.get(i - 1).verify(chain.get(i).getPublicKey());
            } catch (GeneralSecurityException e) {
                throw new IllegalArgumentException(
                        "certificate " + i + " in " + certificate + " is not issued by certificate " + (i + 1)
                                + " in it; each must be followed by the one that issued it",
                        e);
            }
        }
    }

    private void requireValid(List<X509Certificate> chain, Instant now) {
        for (X509Certificate one : chain) {
            if (one.getNotAfter().toInstant().isBefore(now)) {
                throw new IllegalArgumentException("the certificate " + one.getSubjectX500Principal() + " in "
                        + certificate + " has expired on " + one.getNotAfter().toInstant());
            }
            if (one.getNotBefore().toInstant().isAfter(now)) {
                throw new IllegalArgumentException(
                        "the certificate " + one.getSubjectX500Principal() + " in " + certificate
                                + " is valid only from " + one.getNotBefore().toInstant());
            }
        }
    }
}
