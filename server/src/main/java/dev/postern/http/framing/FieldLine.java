package dev.postern.http.framing;

import java.util.Locale;

/**
 * A line {@code name: value} of a head or of trailers, as positions in the bytes of the message, without the blanks around the value.
 *
 * @param kind whether the framing depends on the field
 * @param nameEnd the position of the colon
 */
record FieldLine(byte[] bytes, Kind kind, int name, int nameEnd, int value, int end) {
    /** The fields that the canonical form replaces, and all others. */
    enum Kind {
        HOST("host"),
        CONNECTION("connection"),
        CONTENT_LENGTH("content-length"),
        TRANSFER_ENCODING("transfer-encoding"),
        EXPECT("expect"),
        /** Would cause trailers in the response. */
        TE("te"),
        OTHER("");

        private final String lowerCase;

        Kind(String lowerCase) {
            this.lowerCase = lowerCase;
        }

        private static Kind of(byte[] bytes, int from, int to) {
            Kind kind = switch (to - from) {
                case 2 -> TE;
                case 4 -> HOST;
                case 6 -> EXPECT;
                case 10 -> CONNECTION;
                case 14 -> CONTENT_LENGTH;
                case 17 -> TRANSFER_ENCODING;
                default -> OTHER;
            };
            for (int i = 0; i < kind.lowerCase.length(); i++) {
                int octet = bytes[from + i];
                int lower = octet >= 'A' && octet <= 'Z' ? octet + ('a' - 'A') : octet;
                if (lower != kind.lowerCase.charAt(i)) {
                    return OTHER;
                }
            }
            return kind;
        }
    }

    /** Reads the line that ends before its CRLF. */
    static FieldLine read(byte[] bytes, int from, int to) {
        int colon = from;
        while (colon < to && Octets.isToken(bytes[colon])) {
            colon++;
        }
        if (colon == from || colon == to || bytes[colon] != ':') {
            throw Malformed.message("A header line has no valid name");
        }
        for (int at = colon + 1; at < to; at++) {
            if (!Octets.isValue(bytes[at])) {
                throw Malformed.message("The value of a header contains a control character");
            }
        }
        int begin = colon + 1;
        while (begin < to && Octets.isBlank(bytes[begin])) {
            begin++;
        }
        int end = to;
        while (end > begin && Octets.isBlank(bytes[end - 1])) {
            end--;
        }
        return new FieldLine(bytes, Kind.of(bytes, from, colon), from, colon, begin, end);
    }

    String text() {
        return Octets.text(bytes, value, end);
    }

    String lowerCaseText() {
        return text().toLowerCase(Locale.ROOT);
    }
}
