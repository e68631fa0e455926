package dev.postern.receive;

import dev.postern.mailbox.Content;
import dev.postern.mailbox.TemporaryFiles;
import dev.postern.store.DiskFull;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The content of a message while it arrives: in memory as long as it is small, then in a temporary file. Bytes beyond the limit for messages are
 * read and dropped, because the peer gets its reply only at the end; so are those for which there is no space. For one thread.
 */
final class ContentSpool extends OutputStream implements Content {
    static final int IN_MEMORY = 256 * 1024;
    private static final int FIRST = 8 * 1024;

    private final SpoolMemory memory;
    private final TemporaryFiles temporary;
    private final long maxBytes;
    private final MessageDigest digest;
    private byte[] bytes = new byte[0];
    private long taken;
    private long size;
    private TemporaryFiles.@Nullable File file;
    private @Nullable OutputStream out;
    private @Nullable DiskFull failure;

    /** @param sender of the envelope, part of the digest */
    ContentSpool(SpoolMemory memory, TemporaryFiles temporary, long maxBytes, String sender) {
        this.memory = memory;
        this.temporary = temporary;
        this.maxBytes = maxBytes;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        digest.update((sender + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        if (size + length > maxBytes) {
            size = maxBytes + 1;
            release();
        }
        if (isTooLarge() || failure != null) {
            return;
        }
        try {
            add(from, offset, length);
        } catch (DiskFull e) {
            failure = e;
            release();
        }
    }

    private void add(byte[] from, int offset, int length) throws IOException {
        digest.update(from, offset, length);
        if (out == null && !grow(size + length)) {
            toFile();
        }
        if (out == null) {
            System.arraycopy(from, offset, bytes, (int) size, length);
        } else {
            out.write(from, offset, length);
        }
        size += length;
    }

    /** Returns false if this many bytes are not kept in memory. */
    private boolean grow(long needed) {
        if (needed <= bytes.length) {
            return true;
        }
        if (needed > IN_MEMORY) {
            return false;
        }
        int next = (int) Math.min(IN_MEMORY, Math.max(Math.max(FIRST, bytes.length * 2L), needed));
        if (!memory.take(next - taken)) {
            return false;
        }
        taken = next;
        bytes = Arrays.copyOf(bytes, next);
        return true;
    }

    private void toFile() throws IOException {
        file = temporary.create();
        out = file.write();
        out.write(bytes, 0, (int) size);
        bytes = new byte[0];
        memory.give(taken);
        taken = 0;
    }

    boolean isTooLarge() {
        return size > maxBytes;
    }

    /**
     * No more bytes come. Returns the digest of the sender and all bytes.
     *
     * @throws DiskFull if there was no space for them
     */
    byte[] complete() throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (out != null) {
            out.close();
        }
        return digest.digest();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public InputStream open() throws IOException {
        return file == null ? new ByteArrayInputStream(bytes, 0, (int) size) : file.open();
    }

    /** Gives back memory and file. */
    void release() throws IOException {
        bytes = new byte[0];
        memory.give(taken);
        taken = 0;
        if (out != null) {
            out.close();
        }
        if (file != null) {
            file.close();
        }
    }
}
