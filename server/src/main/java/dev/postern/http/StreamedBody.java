package dev.postern.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that is read piece by piece and not kept: takes what comes, up to the piece that a reader holds. */
final class StreamedBody extends FilterInputStream {
    /** What readers of streams hold at most, twice: as it came and as it is written. */
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
