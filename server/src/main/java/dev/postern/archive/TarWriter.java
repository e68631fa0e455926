package dev.postern.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;

/** Writes a tar archive with regular files that only their owner can read. */
public final class TarWriter implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final OutputStream out;

    public TarWriter(OutputStream out) {
        this.out = out;
    }

    /**
     * Adds a file.
     *
     * @param size the exact number of bytes of the content
     */
    public void add(String name, long size, Instant modified, InputStream content) throws IOException {
        out.write(TarHeader.write(name, size, modified));
        byte[] buffer = new byte[BUFFER];
        long left = size;
        while (left > 0) {
            int read = content.read(buffer, 0, (int) Math.min(BUFFER, left));
            if (read < 0) {
                throw new IOException("The file " + name + " became shorter while it was read");
            }
            out.write(buffer, 0, read);
            left -= read;
        }
        out.write(new byte[padding(size)]);
    }

    /** Returns the number of bytes after a content that fill its last block. */
    static int padding(long size) {
        return (int) ((TarHeader.BLOCK - size % TarHeader.BLOCK) % TarHeader.BLOCK);
    }

    /** Writes the end of the archive and closes the stream. */
    @Override
    public void close() throws IOException {
        out.write(new byte[2 * TarHeader.BLOCK]);
        out.close();
    }
}
