package dev.postern.http;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Checks that a request comes from this machine and addresses the metadata endpoint, and does not come from a web page whose host name
 * resolves to this machine (DNS rebinding).
 */
public final class MachineCaller {
    /** The address of the metadata service on every machine. */
    private static final String METADATA = "169.254.169.254";

    private MachineCaller() {}

    /** Returns whether a peer's address is a loopback address. */
    public static boolean isLocal(String peer) {
        try {
            return InetAddress.ofLiteral(peer).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Returns whether the single Host header is the metadata service, or a loopback name with the listener's port.
     *
     * @param hosts all values of the header
     */
    public static boolean isAddressed(List<String> hosts, int port) {
        if (hosts.size() != 1) {
            return false;
        }
        String host = hosts.getFirst().strip().toLowerCase(Locale.ROOT);
        return host.equals(METADATA)
                || host.equals(METADATA + ":80")
                || Set.of("localhost:" + port, "127.0.0.1:" + port, "[::1]:" + port)
                        .contains(host)
                || (port == 80 && Set.of("localhost", "127.0.0.1", "[::1]").contains(host));
    }
}
