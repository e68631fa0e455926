package dev.postern.mailbox;

import dev.postern.store.DiskFull;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Files for data that is too large for memory while a request is processed. They are in one folder of this process,
 * which is emptied at its start, so that files of a killed process are removed. Their total size is limited.
 * Thread-safe.
 */
public final class TemporaryFiles {
    private final Path folder;
    private final long maxBytes;
    private final AtomicLong bytes = new AtomicLong();

    private TemporaryFiles(Path folder, long maxBytes) {
        this.folder = folder;
        this.maxBytes = maxBytes;
    }

    /**
     * Uses a folder for this process, and removes everything in it.
     *
     * @param maxBytes the limit for all files together
     */
    public static TemporaryFiles in(Path folder, long maxBytes) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            try (DirectoryStream<Path> left = Files.newDirectoryStream(folder)) {
                for (Path file : left) {
                    Files.delete(file);
                }
            }
            return new TemporaryFiles(folder, maxBytes);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder for temporary files cannot be used: " + e.getMessage(), e);
        }
    }

    /** Uses the system's folder for temporary files, for programs that are not servers. */
    public static TemporaryFiles ofSystem() {
        return new TemporaryFiles(Path.of(System.getProperty("java.io.tmpdir")), Long.MAX_VALUE);
    }

    /** The current size of all files in bytes. */
    public long bytes() {
        return bytes.get();
    }

    /** A new, empty file. */
    public File create() {
        try {
            return new File(Files.createTempFile(folder, "postern-", ".tmp"));
        } catch (IOException e) {
            throw full(e);
        }
    }

    private static DiskFull full(IOException e) {
        return new DiskFull("A temporary file could not be written", e);
    }

    /** One file, which exists until it is closed. Written once by one thread, and then read. */
    public final class File implements Content, AutoCloseable {
        private final Path path;
        private final AtomicLong size = new AtomicLong();
        private final AtomicBoolean closed = new AtomicBoolean();

        private File(Path path) {
            this.path = path;
        }

        /**
         * A stream that counts written bytes.
         *
         * @throws DiskFull while writing, if there is no space
         */
        public OutputStream write() {
            try {
                return new Counted(Files.newOutputStream(path));
            } catch (IOException e) {
                throw full(e);
            }
        }

        @Override
        public long size() {
            return size.get();
        }

        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(path);
        }

        /** A stream that deletes the file when it is closed. */
        public InputStream openOnce() throws IOException {
            return new java.io.FilterInputStream(open()) {
                @Override
                public void close() throws IOException {
                    super.close();
                    File.this.close();
                }

                @Override
                public long transferTo(OutputStream out) throws IOException {
                    return in.transferTo(out);
                }
            };
        }

        @Override
        public void close() {
            if (!closed.compareAndSet(false, true)) {
                return;
            }
            bytes.addAndGet(-size.get());
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private final class Counted extends OutputStream {
            private final OutputStream out;

            Counted(OutputStream out) {
                this.out = out;
            }

            @Override
            public void write(int one) {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] from, int offset, int length) {
                size.addAndGet(length);
                if (bytes.addAndGet(length) > maxBytes) {
                    throw new DiskFull(
                            "The temporary files of all requests have more than " + maxBytes + " bytes",
                            new IllegalStateException("limits.temporary-bytes"));
                }
                try {
                    out.write(from, offset, length);
                } catch (IOException e) {
                    throw full(e);
                }
            }

            @Override
            public void close() throws IOException {
                out.close();
            }
        }
    }
}
