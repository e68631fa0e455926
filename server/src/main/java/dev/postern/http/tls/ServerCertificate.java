package dev.postern.http.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** A certificate and the key that belongs to it. Printing it never shows the key. */
record ServerCertificate(X509Certificate certificate, PrivateKey key) {
    @Override
    public String toString() {
        return "Identity[" + certificate.getSubjectX500Principal() + "]";
    }
}
