package dev.postern.relay;

import dev.postern.mailbox.TemporaryFiles;
import dev.postern.smtp.client.OutgoingMail;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** A message that is ready to be sent: in memory if it is small, else in a temporary file. */
final class RelayContent implements OutgoingMail.Content, AutoCloseable {
    private static final int IN_MEMORY = 256 * 1024;
    private static final int BUFFER = 16 * 1024;

    private final byte[] small;
    private final TemporaryFiles.@Nullable File large;
    private final MessageLines lines;

    private RelayContent(byte[] small, TemporaryFiles.@Nullable File large, MessageLines lines) {
        this.small = small;
        this.large = large;
        this.lines = lines;
    }

    /** Writes a message. */
    @FunctionalInterface
    interface Writing {
        void to(OutputStream out) throws IOException;
    }

    /** Writes a message once, and keeps the result. */
    static RelayContent of(TemporaryFiles files, Writing message) throws IOException {
        try (Spool spool = new Spool(files)) {
            var buffered = new java.io.BufferedOutputStream(spool, BUFFER);
            MessageLines lines = new MessageLines(buffered);
            message.to(lines);
            lines.finish();
            buffered.flush();
            return new RelayContent(spool.memory.toByteArray(), spool.finish(), lines);
        }
    }

    @Override
    public long size() {
        return lines.size();
    }

    @Override
    public boolean isEightBit() {
        return lines.isEightBit();
    }

    @Override
    public boolean hasUtf8Headers() {
        return lines.hasUtf8Headers();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        out.write(small);
        if (large != null) {
            try (InputStream in = large.open()) {
                in.transferTo(out);
            }
        }
    }

    @Override
    public void close() {
        if (large != null) {
            large.close();
        }
    }

    /** Keeps what fits into memory; moves everything to a file when it no longer does. */
    private static final class Spool extends OutputStream {
        private final TemporaryFiles files;
        private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
        private TemporaryFiles.@Nullable File file;
        private @Nullable OutputStream out;
        private boolean finished;

        Spool(TemporaryFiles files) {
            this.files = files;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            if (out == null && memory.size() + length <= IN_MEMORY) {
                memory.write(from, offset, length);
                return;
            }
            if (out == null) {
                TemporaryFiles.File created = files.create();
                file = created;
                out = created.write();
                memory.writeTo(out);
                memory.reset();
            }
            out.write(from, offset, length);
        }

        TemporaryFiles.@Nullable File finish() throws IOException {
            if (out != null) {
                out.close();
            }
            finished = true;
            return file;
        }

        /** Removes the file of a message that could not be written. */
        @Override
        public void close() throws IOException {
            if (!finished && file != null) {
                if (out != null) {
                    out.close();
                }
                file.close();
            }
        }
    }
}
