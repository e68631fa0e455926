package dev.postern.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Reads a tar archive that {@link TarWriter} has written, one entry after the other. Anything else in it is refused. */
public final class TarReader {
    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private @Nullable Entry current;

    /** The name and the size of a file. The name is as in the archive: the caller must check it. */
    public record Entry(String name, long size) {}

    public TarReader(InputStream in) {
        this.in = in;
    }

    /**
     * Returns the next entry, whose content must then be read with {@link #copyTo}; null at the end of the archive.
     *
     * @throws EOFException if the archive is truncated
     */
    public @Nullable Entry next() throws IOException {
        if (current != null) {
            throw new IllegalStateException("The content of " + current.name() + " was not read");
        }
        byte[] block = block();
        if (isEmpty(block)) {
            if (!isEmpty(block())) {
                throw new IOException("The end of the archive is damaged");
            }
            return null;
        }
        current = TarHeader.read(block);
        return current;
    }

    private byte[] block() throws IOException {
        byte[] block = in.readNBytes(TarHeader.BLOCK);
        if (block.length < TarHeader.BLOCK) {
            throw new EOFException("The archive is truncated");
        }
        return block;
    }

    private static boolean isEmpty(byte[] block) {
        for (byte one : block) {
            if (one != 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Copies the content of the current entry.
     *
     * @throws EOFException if the archive is truncated
     */
    public void copyTo(OutputStream out) throws IOException {
        Entry entry = current;
        if (entry == null) {
            throw new IllegalStateException("There is no current entry");
        }
        byte[] buffer = new byte[BUFFER];
        long left = entry.size();
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(BUFFER, left));
            if (read < 0) {
                throw new EOFException("The archive is truncated");
            }
            out.write(buffer, 0, read);
            left -= read;
        }
        in.skipNBytes(TarWriter.padding(entry.size()));
        current = null;
    }
}
