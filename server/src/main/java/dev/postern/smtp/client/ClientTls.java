package dev.postern.smtp.client;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Makes connections secure. Immutable, thread-safe. */
public final class ClientTls {
    private final SSLContext verified;
    private final SSLContext any;

    private ClientTls(SSLContext verified) {
        this.verified = verified;
        this.any = context(new TrustManager[] {new AnyCertificate()});
    }

    /** With the certificates that the JDK trusts. */
    public static ClientTls ofSystem() {
        return new ClientTls(context(null));
    }

    /** With this trust. */
    static ClientTls of(SSLContext verified) {
        return new ClientTls(verified);
    }

    /**
     * With the certificates in a PEM file, and no others.
     *
     * @throws IOException if the file cannot be read or has no certificate
     */
    public static ClientTls ofFile(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            int number = 0;
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("ca" + number++, one);
            }
            if (number == 0) {
                throw new IOException("There is no certificate in " + file);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            return new ClientTls(context(factory.getTrustManagers()));
        } catch (GeneralSecurityException e) {
            throw new IOException("The certificates in " + file + " cannot be read", e);
        }
    }

    /**
     * Does the handshake.
     *
     * @param host the name that the certificate must have, if it is verified
     */
    SSLSocket secure(Socket plain, String host, boolean verify) throws IOException {
        SSLContext context = verify ? verified : any;
        SSLSocket secure = (SSLSocket) context.getSocketFactory().createSocket(plain, host, plain.getPort(), true);
        SSLParameters parameters = secure.getSSLParameters();
        if (verify) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    private static SSLContext context(TrustManager @Nullable [] trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS for clients could not be set up", e);
        }
    }

    /** For encryption without identity: the alternative is to send in plain text (RFC 7435). */
    private static final class AnyCertificate extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
