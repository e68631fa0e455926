package dev.postern.receive;

import dev.postern.compute.ComputePool;
import dev.postern.mailbox.Content;
import dev.postern.mailbox.TemporaryFiles;
import dev.postern.mailbox.mime.ParsedMime;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;

/** Reads messages that are moved in from elsewhere, as leniently as those of other hosts. Thread-safe. */
public final class MovedMime {
    private static final int MAX_HEADER_BYTES = 1024 * 1024;

    private final MimeReader reader;

    public MovedMime(ComputePool pool, TemporaryFiles temporary) {
        this.reader = new MimeReader(pool, temporary);
    }

    /**
     * Reads a message; the caller closes it.
     *
     * @throws dev.postern.compute.ComputeRefused if there is no time for it now
     */
    public ParsedMime read(Content content, Instant now) throws IOException {
        byte[] header = header(content);
        return reader.read(new StoredMime(header, content, header.length), "", now);
    }

    /** What comes before the first empty line; the rest is read where it is. */
    private static byte[] header(Content content) throws IOException {
        var header = new ByteArrayOutputStream();
        try (InputStream in = new BufferedInputStream(content.open())) {
            boolean begins = true;
            for (int b = in.read(); b >= 0 && header.size() < MAX_HEADER_BYTES; b = in.read()) {
                header.write(b);
                if (b == '\n') {
                    if (begins) {
                        break;
                    }
                    begins = true;
                } else if (b != '\r') {
                    begins = false;
                }
            }
        }
        return header.toByteArray();
    }
}
