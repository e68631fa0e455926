package dev.postern.graph.directory;

import dev.postern.directory.KeyCredential;
import dev.postern.graph.GraphFailure;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The certificates of an application. They are replaced as a whole; an existing one is kept by including its {@code
 * keyId}, without its content if that is not available. The validity is that of the certificate.
 */
final class KeyCredentials {
    private KeyCredentials() {}

    /**
     * @param keys values of the type {@code keyCredential}, already validated
     */
    static List<KeyCredential> read(JsonNode keys, List<KeyCredential> before) {
        var read = new ArrayList<KeyCredential>();
        for (JsonNode key : keys) {
            read.add(key.path("key").isString() ? created(key) : kept(key, before));
        }
        return read;
    }

    private static KeyCredential kept(JsonNode key, List<KeyCredential> before) {
        String id = key.path("keyId").asString("");
        return before.stream()
                .filter(one -> one.keyId().toString().equals(id))
                .findFirst()
                .orElseThrow(() -> GraphFailure.directory(
                        "A key credential requires 'key', the certificate in base64, or the 'keyId' of one that"
                                + " exists."));
    }

    private static KeyCredential created(JsonNode key) {
        requireText(key, "type", "AsymmetricX509Cert");
        requireText(key, "usage", "Verify");
        byte[] bytes = Base64.getDecoder().decode(standard(key.path("key").stringValue()));
        X509Certificate certificate = certificate(bytes);
        String id = key.path("keyId").asString("");
        @Nullable
        String name =
                key.path("displayName").isString() ? key.path("displayName").stringValue() : null;
        try {
            return new KeyCredential(
                    id.isEmpty() ? UUID.randomUUID() : Lookup.guid(id),
                    name == null ? certificate.getSubjectX500Principal().getName() : name,
                    certificate.getNotBefore().toInstant(),
                    certificate.getNotAfter().toInstant(),
                    certificate.getEncoded());
        } catch (CertificateException e) {
            throw unreadable(e);
        }
    }

    /** Graph's own clients send this property in either base64 alphabet. */
    private static String standard(String base64) {
        return base64.replace('-', '+').replace('_', '/');
    }

    private static void requireText(JsonNode key, String name, String expected) {
        if (!key.path(name).asString("").equals(expected)) {
            throw GraphFailure.directory(
                    "The " + name + " of a key credential must be '" + expected + "'; others are not supported.");
        }
    }

    /** In DER, or the base64 of a PEM file, which some tools send. */
    private static X509Certificate certificate(byte[] bytes) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes));
        } catch (CertificateException e) {
            throw unreadable(e);
        }
    }

    private static GraphFailure unreadable(CertificateException cause) {
        var failure =
                GraphFailure.directory("Key credential has an invalid value: the key is not an X.509 certificate.");
        failure.initCause(cause);
        return failure;
    }
}
