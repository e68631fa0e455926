package dev.postern.graph.content;

import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;

/** The base64 of a stream, encoded while it is read. Belongs to one thread. */
public final class Base64Stream extends InputStream {
    /** A multiple of three, so that only the last chunk is padded. */
    private static final int PIECE = 3 * 16 * 1024;

    private final InputStream in;
    private byte[] encoded = new byte[0];
    private int at;

    Base64Stream(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        return fill() ? encoded[at++] : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, encoded.length - at);
        System.arraycopy(encoded, at, into, offset, count);
        at += count;
        return count;
    }

    private boolean fill() throws IOException {
        if (at < encoded.length) {
            return true;
        }
        encoded = Base64.getEncoder().encode(in.readNBytes(PIECE));
        at = 0;
        return encoded.length > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
