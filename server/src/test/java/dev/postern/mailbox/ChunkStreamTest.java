package dev.postern.mailbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.store.DatabaseUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChunkStreamTest {
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void aShortOutageDoesNotTruncateIt() throws IOException {
        assertArrayEquals(new byte[] {0, 1, 2}, stream(2).readAllBytes());
    }

    @Test
    void aLongOutageDoes() {
        InputStream stream = stream(3);
        assertThrows(DatabaseUnavailable.class, stream::readAllBytes);
    }

    /** Three chunks of one byte. The second can be read only after some attempts. */
    private InputStream stream(int failures) {
        return new ChunkStream(part -> {
            if (part == 1 && asked.getAndIncrement() < failures) {
                throw new DatabaseUnavailable("away", new IOException("away"));
            }
            return bytes(part);
        });
    }

    private static byte @Nullable [] bytes(int part) {
        return part == 3 ? null : new byte[] {(byte) part};
    }
}
