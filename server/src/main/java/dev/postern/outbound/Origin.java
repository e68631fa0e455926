package dev.postern.outbound;

import java.net.URI;

/**
 * Scheme, host and port, in one spelling: what may see the same credentials.
 *
 * @param host in lower case; an IPv6 address without brackets
 */
public record Origin(String scheme, String host, int port) {
    /** Throws {@link TargetRefused} for what is no address of HTTP. */
    public static Origin of(URI uri) {
        return Hosts.origin(uri);
    }

    boolean secure() {
        return scheme.equals("https");
    }
}
