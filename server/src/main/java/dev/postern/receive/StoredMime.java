package dev.postern.receive;

import dev.postern.mailbox.Content;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/**
 * A message as it is stored: another header, and the rest as it came.
 *
 * @param from where the rest begins
 */
record StoredMime(byte[] header, Content received, long from) implements Content {
    @Override
    public long size() throws IOException {
        return header.length + received.size() - from;
    }

    @Override
    public InputStream open() throws IOException {
        InputStream rest = received.open();
        rest.skipNBytes(from);
        return new SequenceInputStream(new ByteArrayInputStream(header), rest);
    }
}
