package dev.postern.smtp;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes every line with CRLF, the last one too. A CR or LF alone ends a line: passed on, other hosts could take it for the end of the
 * message (RFC 5321, section 2.3.8).
 */
public final class CanonicalLines extends FilterOutputStream {
    private static final byte[] CRLF = {'\r', '\n'};

    private boolean afterCr;
    private boolean inLine;

    public CanonicalLines(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        int start = from;
        for (int i = from; i < from + length; i++) {
            byte octet = bytes[i];
            if (octet == '\n' && afterCr) {
                afterCr = false;
                start = i + 1;
            } else if (octet == '\n' || octet == '\r') {
                out.write(bytes, start, i - start);
                out.write(CRLF);
                start = i + 1;
                inLine = false;
                afterCr = octet == '\r';
            } else {
                inLine = true;
                afterCr = false;
            }
        }
        out.write(bytes, start, from + length - start);
    }

    /** Ends the last line. */
    public void finish() throws IOException {
        if (inLine) {
            out.write(CRLF);
            inLine = false;
        }
    }
}
