package dev.postern.smtp.client;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why TLS failed, in words for administrators: the texts of Java name its classes. */
final class TlsProblem {
    private TlsProblem() {}

    static String of(SSLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String known = known(cause);
            if (known != null) {
                return known;
            }
        }
        // without the name of the alert before it
        return String.valueOf(failure.getMessage()).replaceFirst("^\\([a-z_]{1,40}\\) ", "");
    }

    private static @Nullable String known(Throwable cause) {
        return switch (cause) {
            case CertificateExpiredException e -> "its certificate has expired";
            case CertPathBuilderException e -> "its certificate was not issued by an authority that is trusted";
            default -> null;
        };
    }
}
