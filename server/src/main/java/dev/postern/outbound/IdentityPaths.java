package dev.postern.outbound;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;

/**
 * The paths of this server that act on behalf of a managed identity. Token endpoints are not among them: a caller of those proves its
 * identity, so it does not matter where the call comes from.
 */
final class IdentityPaths {
    private IdentityPaths() {}

    /** Refuses these paths in every spelling that a server could decode to them. */
    static void refuse(URI uri) {
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        for (int i = 0; i < 3; i++) {
            path = decoded(path);
        }
        String[] segments = Arrays.stream(
                        path.toLowerCase(Locale.ROOT).replace('\\', '/').split("/"))
                .map(segment -> segment.replaceAll(";.*", "").strip())
                .filter(segment -> !segment.isEmpty() && !segment.equals("."))
                .toArray(String[]::new);
        for (int i = 0; i + 1 < segments.length; i++) {
            if (segments[i].equals("msi") && segments[i + 1].equals("token")) {
                throw new TargetRefused(
                        "The path '/msi/token' of this server issues tokens of managed identities. Only the program "
                                + "that has the identity may call it.");
            }
        }
    }

    /** Decodes percent-encoded ASCII and leaves all other encodings as they are. */
    private static String decoded(String path) {
        var text = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            int high = i + 2 < path.length() && path.charAt(i) == '%' ? Character.digit(path.charAt(i + 1), 16) : -1;
            int low = high >= 0 ? Character.digit(path.charAt(i + 2), 16) : -1;
            if (high >= 0 && high < 8 && low >= 0) {
                text.append((char) (high * 16 + low));
                i += 2;
            } else {
                text.append(path.charAt(i));
            }
        }
        return text.toString();
    }
}
