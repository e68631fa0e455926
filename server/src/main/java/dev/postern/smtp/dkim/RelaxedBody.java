package dev.postern.smtp.dkim;

import java.security.MessageDigest;

/**
 * The hash of a body in its relaxed form (RFC 6376, section 3.4.4): no white space at the end of lines, one space for each run of it, no
 * empty lines at the end. Lines must end with CRLF.
 */
final class RelaxedBody {
    private static final byte[] CRLF = {'\r', '\n'};
    private static final int BUFFER = 8_192;

    private final MessageDigest digest;
    private final byte[] pending = new byte[BUFFER];
    private int length;
    private boolean space;
    private boolean lineHasText;
    private long emptyLines;

    RelaxedBody(MessageDigest digest) {
        this.digest = digest;
    }

    void update(byte[] bytes, int from, int count) {
        for (int i = from; i < from + count; i++) {
            update(bytes[i]);
        }
    }

    private void update(byte octet) {
        switch (octet) {
            case '\r' -> {
                // LF follows
            }
            case '\n' -> endLine();
            case ' ', '\t' -> space = true;
            default -> {
                if (!lineHasText) {
                    for (; emptyLines > 0; emptyLines--) {
                        put(CRLF[0]);
                        put(CRLF[1]);
                    }
                    lineHasText = true;
                }
                if (space) {
                    put((byte) ' ');
                    space = false;
                }
                put(octet);
            }
        }
    }

    private void endLine() {
        space = false;
        if (lineHasText) {
            put(CRLF[0]);
            put(CRLF[1]);
            lineHasText = false;
        } else {
            emptyLines++;
        }
    }

    private void put(byte octet) {
        if (length == BUFFER) {
            digest.update(pending, 0, length);
            length = 0;
        }
        pending[length++] = octet;
    }

    byte[] hash() {
        digest.update(pending, 0, length);
        return digest.digest();
    }
}
