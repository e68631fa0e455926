package dev.postern.outbound;

import java.security.GeneralSecurityException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** Which servers are trusted. It is read before the first secure connection, because reading the certificates of the JDK takes long. Thread-safe. */
public final class OutwardTrust {
    private final Supplier<Read> reading;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Read read;

    private record Read(SSLContext anonymous, TrustManager @Nullable [] managers) {}

    private OutwardTrust(Supplier<Read> reading) {
        this.reading = reading;
    }

    public static OutwardTrust of(Supplier<TrustManager[]> managers) {
        return new OutwardTrust(() -> {
            TrustManager[] trusted = managers.get();
            return new Read(context(null, trusted), trusted);
        });
    }

    /** For clients that never present a certificate: a context does not reveal whom it trusts. */
    public static OutwardTrust ofContext(Supplier<SSLContext> context) {
        return new OutwardTrust(() -> new Read(context.get(), null));
    }

    private Read read() {
        lock.lock();
        try {
            if (read == null) {
                read = reading.get();
            }
            return read;
        } finally {
            lock.unlock();
        }
    }

    SSLContext anonymous() {
        return read().anonymous();
    }

    /** Returns a context for one connection, so that no later one can resume its session. */
    SSLContext presenting(ClientCertificate certificate) {
        TrustManager[] managers = read().managers();
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
