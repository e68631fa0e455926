package dev.postern.http.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** A certificate and its private key. toString() does not contain the key. */
record ServerCertificate(X509Certificate certificate, PrivateKey key) {
    @Override
    public String toString() {
        return "Identity[" + certificate.getSubjectX500Principal() + "]";
    }
}
