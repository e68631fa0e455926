package dev.postern.settings;

import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;

/** A certificate that the operator brought, with its chain, the server's own certificate first, and its private key. */
public record OwnCertificate(List<X509Certificate> chain, PrivateKey key) {
    private static final int DNS_NAME = 2;

    public OwnCertificate {
        chain = List.copyOf(chain);
    }

    /** Returns the host names of the certificate, without wildcards. */
    List<String> hosts() {
        try {
            var names = chain.getFirst().getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> name.getFirst().equals(DNS_NAME))
                            .map(name -> String.valueOf(name.get(1)))
                            .filter(name -> !name.startsWith("*"))
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    /** Does not contain the key. */
    @Override
    public String toString() {
        return "OwnCertificate[" + chain.getFirst().getSubjectX500Principal() + "]";
    }

    /** Returns the objects of a collection that have this type. */
    static <T> List<T> only(Class<T> type, Collection<?> objects) {
        return objects.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
