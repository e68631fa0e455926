package dev.postern.acceptance;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A string of a JSON document that contains no escapes, up to its closing quote. */
final class QuotedStream extends FilterInputStream {
    QuotedStream(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        int c = super.read();
        return c == '"' ? -1 : c;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        int count = 0;
        for (int c = count < length ? read() : -1; c >= 0; c = count < length ? read() : -1) {
            into[at + count++] = (byte) c;
        }
        return count == 0 && length > 0 ? -1 : count;
    }
}
