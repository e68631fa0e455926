package dev.postern.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.RequestException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The request's body as it arrives. It counts the bytes and separates malformed bodies, which are the client's
 * mistake, from lost connections; neither must become an internal error.
 */
final class BodyStream extends InputStream {
    private final InputStream wire;
    private final int ceiling;
    private boolean ended;
    private boolean broken;

    BodyStream(InputStream wire, int ceiling) {
        this.wire = wire;
        this.ceiling = ceiling;
    }

    /** Returns whether the whole body was read, so that the next request follows on the connection. */
    boolean ended() {
        return ended;
    }

    /** Returns whether the end of the body can no longer be determined. */
    boolean broken() {
        return broken;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (ended) {
            return -1;
        }
        try {
            int count = wire.read(into, offset, length);
            ended = count < 0;
            return count;
        } catch (IOException | UncheckedIOException | DataReader.InsufficientDataAvailableException e) {
            throw new ClientDisconnected(e);
        } catch (RequestException e) {
            broken = true;
            throw e.status().code() == 413 ? new BodyTooLarge(ceiling) : new BadRequest("The body is malformed.");
        } catch (RuntimeException e) {
            broken = true;
            throw new BadRequest("The body is malformed.");
        }
    }

    /** Reads and discards the rest of the body up to a limit. Returns whether the end was reached. */
    boolean drain(int limit, long untilNanos) {
        byte[] buffer = new byte[8192];
        int total = 0;
        try {
            while (!ended && !broken && total < limit && System.nanoTime() - untilNanos < 0) {
                total += Math.max(0, read(buffer, 0, buffer.length));
            }
        } catch (IOException | BadRequest | BodyTooLarge | ClientDisconnected e) {
            return false;
        }
        return ended;
    }
}
