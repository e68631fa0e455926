package dev.postern.workflow.expression;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a URI in the canonical form that .NET gives them: scheme and host in lower case, the path without dots, with what must not be
 * in a URI encoded.
 *
 * @param port -1 if there is none and the scheme has no usual one
 * @param query with its question mark, empty if there is none
 */
record AbsoluteUri(String scheme, String host, int port, String path, String query) {
    private static final Pattern FORM =
            Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(//([^/?#\\\\]*))?([^?#]*)(\\?[^#]*)?(#.*)?");
    private static final Pattern AUTHORITY =
            Pattern.compile("(?:[^@]*@)?(\\[[0-9A-Fa-f:.]+]|[^:@\\[\\]\\s]*)(?::([0-9]{0,5}))?");
    private static final Map<String, Integer> PORTS = Map.ofEntries(
            Map.entry("http", 80),
            Map.entry("https", 443),
            Map.entry("ws", 80),
            Map.entry("wss", 443),
            Map.entry("ftp", 21),
            Map.entry("gopher", 70),
            Map.entry("nntp", 119),
            Map.entry("mailto", 25),
            Map.entry("telnet", 23),
            Map.entry("ldap", 389),
            Map.entry("net.tcp", 808));
    private static final String KEPT = "!#$&'()*+,/:;=?@[]-_.~%";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int MAX_PORT = 65_535;

    /** Returns the parts, or null if the text is not an absolute URI. */
    static @Nullable AbsoluteUri parse(String given) {
        Matcher parts = FORM.matcher(given.strip());
        if (!parts.matches()) {
            return null;
        }
        String scheme = Casing.lower(parts.group(1));
        boolean web = List.of("http", "https", "ws", "wss", "ftp").contains(scheme);
        String host = "";
        int port = PORTS.getOrDefault(scheme, -1);
        if (parts.group(2) != null) {
            Matcher authority = AUTHORITY.matcher(parts.group(3));
            if (!authority.matches()) {
                return null;
            }
            host = Casing.lower(authority.group(1));
            String written = authority.group(2);
            port = written == null || written.isEmpty() ? port : Integer.parseInt(written);
        }
        if (port > MAX_PORT || (web && host.isEmpty())) {
            return null;
        }
        String path = web ? parts.group(4).replace('\\', '/') : parts.group(4);
        boolean hierarchical = parts.group(2) != null;
        path = encoded(hierarchical && path.isEmpty() ? "/" : path);
        return new AbsoluteUri(
                scheme,
                host,
                port,
                hierarchical ? withoutDots(path) : path,
                parts.group(5) == null ? "" : encoded(parts.group(5)));
    }

    private static String encoded(String text) {
        var made = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                i = escape(made, text, i);
            } else if ((Character.isLetterOrDigit(c) && c < 128) || KEPT.indexOf(c) >= 0) {
                made.append(c);
            } else {
                int end = Character.isHighSurrogate(c) && i + 1 < text.length() ? i + 2 : i + 1;
                for (byte b : text.substring(i, end).getBytes(StandardCharsets.UTF_8)) {
                    made.append('%').append(HEX.toHexDigits(b));
                }
                i = end - 1;
            }
        }
        return made.toString();
    }

    /** What needs no encoding is decoded; a percent sign without two digits is encoded itself. */
    private static int escape(StringBuilder made, String text, int at) {
        if (at + 2 >= text.length()
                || !HexFormat.isHexDigit(text.charAt(at + 1))
                || !HexFormat.isHexDigit(text.charAt(at + 2))) {
            made.append("%25");
            return at;
        }
        char c = (char) Integer.parseInt(text, at + 1, at + 3, 16);
        if (c < 128 && (Character.isLetterOrDigit(c) || "-_.~".indexOf(c) >= 0)) {
            made.append(c);
        } else {
            made.append(text, at, at + 3);
        }
        return at + 2;
    }

    private static String withoutDots(String path) {
        var kept = new ArrayList<String>();
        String[] segments = path.split("/", -1);
        for (int i = 1; i < segments.length; i++) {
            boolean last = i == segments.length - 1;
            switch (segments[i]) {
                case ".", ".." -> {
                    if (segments[i].equals("..") && !kept.isEmpty()) {
                        kept.removeLast();
                    }
                    if (last) {
                        kept.add("");
                    }
                }
                default -> kept.add(segments[i]);
            }
        }
        return "/" + String.join("/", kept);
    }
}
