package dev.postern.smtp.client;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Doubles a dot at the beginning of a line (RFC 5321, section 4.5.2). Lines must end with CRLF. */
final class DotStuffing extends FilterOutputStream {
    private boolean atStart = true;

    DotStuffing(OutputStream out) {
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
            if (atStart && bytes[i] == '.') {
                out.write(bytes, start, i - start);
                out.write('.');
                start = i;
            }
            atStart = bytes[i] == '\n';
        }
        out.write(bytes, start, from + length - start);
    }
}
