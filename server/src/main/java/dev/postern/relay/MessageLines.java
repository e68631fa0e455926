package dev.postern.relay;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Passes a message on with CRLF at the end of each line, and examines it. A bare CR or LF would be read differently by different hosts, so
 * each becomes the end of a line.
 */
final class MessageLines extends FilterOutputStream {
    private boolean afterReturn;
    private boolean atLineStart = true;
    private boolean inBody;
    private boolean eightBit;
    private boolean utf8Headers;
    private long size;

    MessageLines(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int one) throws IOException {
        if (afterReturn) {
            afterReturn = false;
            if (one == '\n') {
                return;
            }
        }
        if (one == '\r' || one == '\n') {
            afterReturn = one == '\r';
            end();
            return;
        }
        atLineStart = false;
        if ((byte) one < 0) {
            eightBit |= inBody;
            utf8Headers |= !inBody;
        }
        out.write(one);
        size++;
    }

    private void end() throws IOException {
        inBody |= atLineStart;
        atLineStart = true;
        out.write('\r');
        out.write('\n');
        size += 2;
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        for (int i = 0; i < length; i++) {
            write(from[offset + i]);
        }
    }

    /** Ends the last line, if it has no end. */
    void finish() throws IOException {
        if (!atLineStart) {
            end();
        }
    }

    long size() {
        return size;
    }

    boolean isEightBit() {
        return eightBit;
    }

    boolean hasUtf8Headers() {
        return utf8Headers;
    }
}
