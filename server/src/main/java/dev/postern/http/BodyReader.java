package dev.postern.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a whole body in growing steps and reserves the memory of each step after the previous one has arrived, so a client that
 * declares a large body and sends nothing occupies almost no memory.
 */
final class BodyReader {
    private static final int FIRST = 4 << 10;
    private static final int MAX_CHUNK_BYTES = 64 << 10;
    /** The pieces, and the array that they are copied to. */
    private static final int COPIES = 2;

    private BodyReader() {}

    /** @throws BodyTooLarge if there are more than {@code limit} bytes */
    static byte[] read(InputStream in, int limit, MemoryLease memory) throws IOException {
        List<byte[]> pieces = new ArrayList<>();
        long total = 0;
        for (int step = FIRST; ; step = Math.min(2 * step, MAX_CHUNK_BYTES)) {
            memory.take((long) COPIES * step);
            byte[] piece = in.readNBytes(step);
            total += piece.length;
            if (total > limit) {
                throw new BodyTooLarge(limit);
            }
            if (piece.length > 0) {
                pieces.add(piece);
            }
            if (piece.length < step) {
                return whole(pieces, (int) total);
            }
        }
    }

    private static byte[] whole(List<byte[]> pieces, int total) {
        if (pieces.size() == 1) {
            return pieces.getFirst();
        }
        byte[] whole = new byte[total];
        int at = 0;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, whole, at, piece.length);
            at += piece.length;
        }
        return whole;
    }
}
