package dev.postern.smtp.server;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Finds the end of a message and removes dot-stuffing (RFC 5321, section 4.5.2). Only CRLF ends a line: servers that accept more than this let
 * a sender put a second message into the first (SMTP smuggling).
 */
final class ContentFilter {
    /** What was found in the bytes so far. */
    enum State {
        MORE,
        END,
        BARE_CR,
        BARE_LF,
        NUL
    }

    private enum Position {
        LINE_BEGINS,
        IN_LINE,
        AFTER_CR,
        AFTER_DOT,
        AFTER_DOT_CR
    }

    private final OutputStream to;
    private Position position = Position.LINE_BEGINS;
    private int consumed;
    private long line;
    private long longest;

    ContentFilter(OutputStream to) {
        this.to = to;
    }

    /** The index after the last byte that belongs to the message. */
    int consumed() {
        return consumed;
    }

    /** The bytes of the longest line so far, with its CRLF. */
    long longestLine() {
        return longest;
    }

    State take(byte[] bytes, int from, int end) throws IOException {
        int kept = from;
        int lineFrom = from;
        for (int i = from; i < end; i++) {
            byte b = bytes[i];
            if (b == 0) {
                return State.NUL;
            }
            switch (position) {
                case AFTER_CR -> {
                    if (b != '\n') {
                        return State.BARE_CR;
                    }
                    measure(i + 1L - lineFrom);
                    line = 0;
                    lineFrom = i + 1;
                    position = Position.LINE_BEGINS;
                }
                case AFTER_DOT_CR -> {
                    if (b != '\n') {
                        return State.BARE_CR;
                    }
                    consumed = i + 1;
                    return State.END;
                }
                case AFTER_DOT -> {
                    if (b == '\n') {
                        return State.BARE_LF;
                    }
                    position = b == '\r' ? Position.AFTER_DOT_CR : Position.IN_LINE;
                }
                case LINE_BEGINS, IN_LINE -> {
                    if (b == '\n') {
                        return State.BARE_LF;
                    }
                    if (b == '.' && position == Position.LINE_BEGINS) {
                        to.write(bytes, kept, i - kept);
                        kept = i + 1;
                        position = Position.AFTER_DOT;
                    } else {
                        position = b == '\r' ? Position.AFTER_CR : Position.IN_LINE;
                    }
                }
            }
        }
        if (position != Position.AFTER_DOT_CR) {
            to.write(bytes, kept, end - kept);
        }
        measure(end - lineFrom);
        consumed = end;
        return State.MORE;
    }

    private void measure(long more) {
        line += more;
        longest = Math.max(longest, line);
    }
}
