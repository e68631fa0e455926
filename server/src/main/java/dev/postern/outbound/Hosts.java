package dev.postern.outbound;

import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Parses hosts of URLs and accepts each in one canonical form only. */
final class Hosts {
    private static final Pattern NAME = Pattern.compile(
            "(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*");
    private static final Pattern QUAD = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");
    private static final Set<String> SCHEMES = Set.of("http", "https");

    private Hosts() {}

    /**
     * Returns the scheme, host and port of a URL.
     *
     * @throws TargetRefused if the URL is invalid or two parsers could read it differently
     */
    static Origin origin(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost();
        if (host == null || uri.getRawUserInfo() != null || !SCHEMES.contains(scheme) || uri.getPort() > 65_535) {
            throw new TargetRefused(
                    "The address must be absolute, with the scheme 'http' or 'https' and a plain host.");
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        return new Origin(scheme, host(host), port);
    }

    /** A host in lower case, an address in the form Java prints it, IPv6 without brackets. */
    private static String host(String text) {
        String host = withoutDot(text.toLowerCase(Locale.ROOT));
        if (host.startsWith("[") && host.endsWith("]")) {
            String inner = host.substring(1, host.length() - 1);
            if (!inner.matches("[0-9a-f:.]+")) {
                throw refused(text);
            }
            return literal(inner);
        }
        if (endsInNumber(host)) {
            if (!QUAD.matcher(host).matches()) {
                throw refused(text);
            }
            return literal(host);
        }
        if (!NAME.matcher(host).matches()) {
            throw refused(text);
        }
        return host;
    }

    private static TargetRefused refused(String host) {
        return new TargetRefused("'" + host + "' is not the plain form of a host name or an address.");
    }

    private static String literal(String text) {
        try {
            return IpAddresses.plain(InetAddress.ofLiteral(text)).getHostAddress();
        } catch (IllegalArgumentException e) {
            throw refused(text);
        }
    }

    /** Whether some parsers would read the host as an IPv4 address: decimal, octal or hexadecimal, or fewer than four parts. */
    static boolean endsInNumber(String host) {
        String last = host.substring(host.lastIndexOf('.') + 1);
        return last.matches("[0-9]+|0[xX][0-9a-fA-F]*");
    }

    static String withoutDot(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    static boolean isLiteral(String host) {
        return host.contains(":") || endsInNumber(host);
    }
}
