package dev.postern.smtp.server;

import java.io.IOException;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes content on to the handler until it is too large or the handler fails; then the rest is thrown away. */
final class ContentSink extends OutputStream {
    private static final Logger LOG = LoggerFactory.getLogger(ContentSink.class);

    private final OutputStream to;
    private final long maxSize;
    private long size;
    private boolean discards;
    private boolean failed;

    ContentSink(OutputStream to, long maxSize) {
        this.to = to;
        this.maxSize = maxSize;
    }

    long size() {
        return size;
    }

    boolean failed() {
        return failed;
    }

    void discard() {
        discards = true;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        size += length;
        if (size > maxSize) {
            discard();
        }
        if (!discards && length > 0) {
            try {
                to.write(bytes, from, length);
            } catch (IOException | RuntimeException e) {
                fail(e);
            }
        }
    }

    @Override
    public void close() {
        try {
            to.close();
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    private void fail(Exception e) {
        if (!failed) {
            LOG.error("The content of a message could not be stored", e);
        }
        failed = true;
        discards = true;
    }
}
