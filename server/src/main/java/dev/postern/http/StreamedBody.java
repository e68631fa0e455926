package dev.postern.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that is processed as a stream. Reserves memory for the bytes read, up to the buffers of a reader. */
final class StreamedBody extends FilterInputStream {
    /** The maximum buffers of stream readers, twice: as read and as written. */
    private static final int PIECE = 512 << 10;

    private final MemoryLease memory;
    private long taken;

    StreamedBody(InputStream in, MemoryLease memory) {
        super(in);
        this.memory = memory;
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        take(next < 0 ? 0 : 1);
        return next;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = super.read(into, offset, length);
        take(count);
        return count;
    }

    private void take(int count) {
        if (count > 0 && taken < PIECE) {
            memory.take(2L * count);
            taken += 2L * count;
        }
    }
}
