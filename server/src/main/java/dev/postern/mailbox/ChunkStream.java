package dev.postern.mailbox;

import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A stream over chunks that are fetched when they are reached, the first one too: many may be open and none read. */
final class ChunkStream extends InputStream {
    private final Source source;
    private byte @Nullable [] chunk = new byte[0];
    private int part = -1;
    private int at;

    /** Answers the chunk with this number, counted from 0, or null after the last. */
    interface Source {
        byte @Nullable [] chunk(int part);
    }

    ChunkStream(Source source) {
        this.source = source;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, into.length);
        while (chunk != null && at == chunk.length) {
            chunk = source.chunk(++part);
            at = 0;
        }
        byte[] present = chunk;
        if (present == null) {
            return -1;
        }
        int count = Math.min(length, present.length - at);
        System.arraycopy(present, at, into, offset, count);
        at += count;
        return count;
    }
}
