package dev.postern.smtp.client;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A host, and how it is reached.
 *
 * @param name that its certificate must have
 * @param login null for none
 */
record HostTarget(
        String name,
        int port,
        List<InetAddress> addresses,
        TlsUse tls,
        ClientTls trust,
        @Nullable Login login) {
    HostTarget {
        addresses = List.copyOf(addresses);
    }

    HostTarget with(TlsUse other) {
        return new HostTarget(name, port, addresses, other, trust, login);
    }
}
