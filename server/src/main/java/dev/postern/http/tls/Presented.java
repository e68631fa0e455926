package dev.postern.http.tls;

import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A certificate chain that handshakes present, and its key.
 *
 * @param alias different for each, so that a handshake never combines one certificate with the key of another
 * @param names host names and addresses in the certificate, in lower case
 */
record Presented(String alias, List<X509Certificate> chain, PrivateKey key, Set<String> names) {
    static Presented of(String prefix, List<X509Certificate> chain, PrivateKey key) {
        X509Certificate first = chain.getFirst();
        String alias = prefix + first.getSerialNumber().toString(16) + "-" + first.hashCode();
        return new Presented(alias, List.copyOf(chain), key, names(first));
    }

    private static Set<String> names(X509Certificate certificate) {
        var names = new HashSet<String>();
        try {
            var alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                alternatives.forEach(one -> names.add(String.valueOf(one.get(1)).toLowerCase(Locale.ROOT)));
            }
        } catch (CertificateParsingException e) {
            // Then it has no names that clients would accept.
        }
        return Set.copyOf(names);
    }

    X509Certificate certificate() {
        return chain.getFirst();
    }

    /** Returns whether the certificate is valid for one of these hosts. A wildcard covers one label. */
    boolean covers(Set<String> hosts) {
        return hosts.stream()
                .anyMatch(host -> names.contains(host)
                        || (host.indexOf('.') > 0 && names.contains("*" + host.substring(host.indexOf('.')))));
    }

    /** Does not contain the key. */
    @Override
    public String toString() {
        return "Presented[" + certificate().getSubjectX500Principal() + "]";
    }
}
