package dev.postern.mailbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Bytes that can be read repeatedly and need not all be in memory. */
public interface Content {
    /** The number of bytes. */
    long size() throws IOException;

    /** A stream from the first byte; the caller closes it. */
    InputStream open() throws IOException;

    static Content of(byte[] bytes) {
        return new Content() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes);
            }
        };
    }
}
