package dev.postern.smtp.client;

import org.jspecify.annotations.Nullable;

/**
 * How smarthosts are reached.
 *
 * @param login null for none
 */
public record SmarthostOptions(
        TlsUse tls, ClientTls trust, @Nullable Login login) {
    public SmarthostOptions {
        if (tls == TlsUse.OPPORTUNISTIC) {
            throw new IllegalArgumentException("A smarthost has TLS that is verified, or none");
        }
    }
}
