package dev.postern.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bytes of a message. Closing it removes its file if that is a temporary one. */
sealed interface MailContent extends AutoCloseable {
    long size();

    BodyPublisher publisher() throws FileNotFoundException;

    void writeTo(OutputStream out) throws IOException;

    @Override
    default void close() {
        // bytes in memory need nothing
    }

    /** A small message. */
    record Bytes(byte[] bytes) implements MailContent {
        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public BodyPublisher publisher() {
            return BodyPublishers.ofByteArray(bytes);
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(bytes);
        }
    }

    /** A large message. */
    record InFile(Path path, long size, boolean temporary) implements MailContent {
        @Override
        public BodyPublisher publisher() throws FileNotFoundException {
            return BodyPublishers.ofFile(path);
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            Files.copy(path, out);
        }

        @Override
        public void close() {
            if (temporary) {
                try {
                    Files.deleteIfExists(path);
                } catch (IOException e) {
                    throw CliFailure.failed("The temporary file " + path + " cannot be removed: " + e.getMessage());
                }
            }
        }
    }
}
