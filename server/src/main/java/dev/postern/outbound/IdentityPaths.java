package dev.postern.outbound;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;

/**
 * The paths of this server that speak for a managed identity. Token endpoints are not among them: whoever asks there proves who it is, and
 * where the call comes from counts for nothing.
 */
final class IdentityPaths {
    private IdentityPaths() {}

    /** Refuses such a path in every spelling that some reader could take for it. */
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
                        "The path '/msi/token' of this server gives tokens of managed identities. Nothing but the "
                                + "program that has the identity may call it.");
            }
        }
    }

    /** Percent-encodings of ASCII decoded; all others left as they are. */
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
