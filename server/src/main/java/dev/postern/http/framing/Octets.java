package dev.postern.http.framing;

import java.nio.charset.StandardCharsets;

/** The classes of octets in RFC 9110, section 5. */
final class Octets {
    private static final String SYMBOLS = "!#$%&'*+-.^_`|~";
    private static final boolean[] TOKEN = new boolean[256];

    static {
        for (int c = 0; c < 128; c++) {
            TOKEN[c] = (c >= '0' && c <= '9')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= 'a' && c <= 'z')
                    || SYMBOLS.indexOf(c) >= 0;
        }
    }

    private Octets() {}

    /** Whether it may be in a method or in the name of a field. */
    static boolean isToken(byte octet) {
        return TOKEN[octet & 0xff];
    }

    /** Whether it may be in the value of a field: no control character except the tab. */
    static boolean isValue(byte octet) {
        return (octet >= ' ' && octet != 0x7f) || octet < 0 || octet == '\t';
    }

    /** Whether it may be in a request target. Those outside ASCII are refused later, with a message about the path or the query. */
    static boolean isTarget(byte octet) {
        return (octet > ' ' && octet != 0x7f) || octet < 0;
    }

    static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
