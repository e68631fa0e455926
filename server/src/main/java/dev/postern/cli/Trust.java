package dev.postern.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Trusts only the server's own certificate authority. */
final class Trust {
    private Trust() {}

    static SSLContext in(Path caFile) {
        try {
            KeyStore store = store(caFile);
            var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw unreadable(caFile, e);
        }
    }

    /** Returns the certificates of a file. */
    static KeyStore store(Path caFile) {
        try (InputStream pem = Files.newInputStream(caFile)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("ca" + number++, certificate);
            }
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw unreadable(caFile, e);
        }
    }

    private static CliFailure unreadable(Path caFile, Exception e) {
        return CliFailure.failed(
                "The certificate authority " + caFile + " of the profile cannot be read: " + e.getMessage());
    }
}
