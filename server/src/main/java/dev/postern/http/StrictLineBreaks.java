package dev.postern.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.LazyString;
import io.helidon.http.Status;
import java.nio.charset.Charset;
import java.util.function.Supplier;

/**
 * Refuses lines and chunks that do not end with CRLF. Helidon's parser skips two bytes there without checking them, so a proxy in front of
 * this server could disagree about where the next request begins (request smuggling).
 */
final class StrictLineBreaks extends DataReader {
    /** Whether the reader itself skips the bytes that it returns. */
    private boolean returning;

    @SuppressWarnings("removal") // the parser reads from this class only
    StrictLineBreaks(Supplier<byte[]> bytes) {
        super(bytes);
    }

    @Override
    public void skip(int count) {
        if (returning || count != 2) {
            super.skip(count);
        } else if (read() != '\r' || read() != '\n') {
            throw Unparsed.refused(Status.BAD_REQUEST_400, "A line or a chunk does not end with CRLF");
        }
    }

    private <T> T returning(Supplier<T> value) {
        returning = true;
        try {
            return value.get();
        } finally {
            returning = false;
        }
    }

    @Override
    public BufferData readBuffer(int length) {
        return returning(() -> super.readBuffer(length));
    }

    @Override
    public LazyString readLazyString(Charset charset, int length) {
        return returning(() -> super.readLazyString(charset, length));
    }

    @Override
    public String readAsciiString(int length) {
        return returning(() -> super.readAsciiString(length));
    }

    @Override
    public byte[] readBytes(int length) {
        return returning(() -> super.readBytes(length));
    }
}
