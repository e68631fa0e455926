package dev.postern.outbound;

import java.net.URI;

/**
 * Scheme, host and port in canonical form. Credentials are sent to one origin only.
 *
 * @param host in lower case; an IPv6 address without brackets
 */
public record Origin(String scheme, String host, int port) {
    /** Throws {@link TargetRefused} if the URL is not a valid HTTP URL. */
    public static Origin of(URI uri) {
        return Hosts.origin(uri);
    }

    boolean secure() {
        return scheme.equals("https");
    }
}
