package dev.postern.acceptance;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that fails after a number of bytes. */
final class BreakingStream extends FilterInputStream {
    private int left;

    BreakingStream(InputStream in, int left) {
        super(in);
        this.left = left;
    }

    @Override
    public int read() throws IOException {
        spend(1);
        return super.read();
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        spend(length);
        return super.read(into, at, length);
    }

    private void spend(int bytes) throws IOException {
        left -= bytes;
        if (left < 0) {
            throw new IOException("The disk is gone");
        }
    }
}
