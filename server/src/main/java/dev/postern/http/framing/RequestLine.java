package dev.postern.http.framing;

import io.helidon.http.Status;
import org.jspecify.annotations.Nullable;

/**
 * The first line of a request, with its target in origin form.
 *
 * @param authority from a target in absolute form; it replaces the Host header (RFC 9112, section 3.2.2)
 * @param http10 whether the version is HTTP/1.0 and not HTTP/1.1
 */
record RequestLine(String method, String target, @Nullable String authority, boolean http10) {
    private static final int VERSION_LENGTH = "HTTP/1.1".length();
    /** The characters of a host and a port besides letters and digits. User names are not allowed (RFC 9110, section 4.2.4). */
    private static final String IN_AUTHORITY = "-._~!$&'()*+,;=:%[]";

    /** Reads the line that ends before its CRLF. */
    static RequestLine read(byte[] bytes, int from, int to) {
        int method = from;
        while (method < to && Octets.isToken(bytes[method])) {
            method++;
        }
        int target = method + 1;
        while (target < to && Octets.isTarget(bytes[target])) {
            target++;
        }
        if (method == from
                || target >= to
                || target == method + 1
                || bytes[method] != ' '
                || bytes[target] != ' '
                || to - target - 1 != VERSION_LENGTH) {
            throw Malformed.message("The request line is malformed");
        }
        boolean http10 = isHttp10(Octets.text(bytes, target + 1, to));
        return of(Octets.text(bytes, from, method), Octets.text(bytes, method + 1, target), http10);
    }

    private static boolean isHttp10(String version) {
        return switch (version) {
            case "HTTP/1.1" -> false;
            case "HTTP/1.0" -> true;
            default ->
                throw version.matches("HTTP/[0-9]\\.[0-9]")
                        ? Malformed.message(Status.HTTP_VERSION_NOT_SUPPORTED_505, "Only HTTP/1.1 and HTTP/1.0")
                        : Malformed.message("The request line is malformed");
        };
    }

    private static RequestLine of(String method, String target, boolean http10) {
        if (target.startsWith("/")) {
            return new RequestLine(method, target, null, http10);
        }
        if (target.equals("*") && method.equals("OPTIONS")) {
            // both ask about the server as a whole
            return new RequestLine(method, "/", null, http10);
        }
        int begin = target.regionMatches(true, 0, "http://", 0, 7)
                ? 7
                : target.regionMatches(true, 0, "https://", 0, 8) ? 8 : -1;
        if (begin < 0) {
            throw Malformed.message("The request target is neither a path nor a URL of http or https");
        }
        int end = begin;
        while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
            end++;
        }
        String authority = target.substring(begin, end);
        if (authority.isEmpty() || !authority.chars().allMatch(RequestLine::isInAuthority)) {
            throw Malformed.message("The request target has no valid host");
        }
        String rest = target.substring(end);
        return new RequestLine(method, rest.startsWith("/") ? rest : "/" + rest, authority, http10);
    }

    private static boolean isInAuthority(int c) {
        return (c >= '0' && c <= '9')
                || (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z')
                || IN_AUTHORITY.indexOf(c) >= 0;
    }
}
