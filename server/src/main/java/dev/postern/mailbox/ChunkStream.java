package dev.postern.mailbox;

import dev.postern.store.DatabaseUnavailable;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A stream of chunks, each fetched when it is reached, including the first: many streams may be open without using
 * memory.
 */
final class ChunkStream extends InputStream {
    private static final int ATTEMPTS = 3;

    private final Source source;
    private byte @Nullable [] chunk = new byte[0];
    private int part = -1;
    private int at;

    /** Returns the chunk with this number, counted from 0, or null after the last. */
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
            chunk = fetched(++part);
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

    /** The stream is often a response that has begun: a short outage of the database must not truncate it. */
    private byte @Nullable [] fetched(int number) {
        for (int attempt = 1; ; attempt++) {
            try {
                return source.chunk(number);
            } catch (DatabaseUnavailable e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }
}
