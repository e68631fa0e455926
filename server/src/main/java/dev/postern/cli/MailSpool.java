package dev.postern.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Collects the bytes of one message: in memory, or in a temporary file if there are many. Those above the limit are dropped. */
final class MailSpool extends OutputStream {
    static final int SMALL = 256 << 10;

    private final long max;
    private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private @Nullable Path file;
    private @Nullable OutputStream out;
    private long size;

    MailSpool(long max) {
        this.max = max;
    }

    boolean isTooLarge() {
        return size > max;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        size += length;
        if (size > max) {
            return;
        }
        if (out == null && size > SMALL) {
            file = Files.createTempFile("postern-", ".eml");
            out = Files.newOutputStream(file);
            memory.writeTo(out);
            memory.reset();
        }
        (out == null ? memory : out).write(bytes, from, length);
    }

    /**
     * The message. The spool is not used any more.
     *
     * @param without the number of bytes at the end that do not belong to it
     */
    MailContent content(int without) throws IOException {
        long length = Math.max(0, size - without);
        if (out == null || file == null) {
            return new MailContent.Bytes(java.util.Arrays.copyOf(memory.toByteArray(), (int) length));
        }
        out.close();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
        return new MailContent.InFile(file, length, true);
    }

    /** Removes what was collected. */
    void drop() throws IOException {
        if (out != null && file != null) {
            out.close();
            Files.deleteIfExists(file);
        }
    }
}
