package dev.postern.outbound;

import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** Which servers are trusted. Thread-safe. */
public final class OutwardTrust {
    private final SSLContext anonymous;
    private final TrustManager @Nullable [] managers;

    private OutwardTrust(SSLContext anonymous, TrustManager @Nullable [] managers) {
        this.anonymous = anonymous;
        this.managers = managers;
    }

    public static OutwardTrust of(TrustManager[] managers) {
        return new OutwardTrust(context(null, managers), managers);
    }

    /** For clients that never present a certificate: a context does not reveal whom it trusts. */
    static OutwardTrust of(SSLContext context) {
        return new OutwardTrust(context, null);
    }

    SSLContext anonymous() {
        return anonymous;
    }

    /** Returns a context for one connection, so that no later one can resume its session. */
    SSLContext presenting(ClientCertificate certificate) {
        if (managers == null) {
            throw new TargetRefused("This client presents no certificates.");
        }
        return context(certificate.keys(), managers);
    }

    private static SSLContext context(KeyManager @Nullable [] keys, TrustManager[] managers) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, managers, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS for clients could not be set up", e);
        }
    }
}
