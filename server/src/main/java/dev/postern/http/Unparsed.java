package dev.postern.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.DirectHandler;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import java.util.function.Supplier;

/**
 * The bytes of a connection that were received but not parsed yet. The parser needs a whole line or chunk, however long,
 * so these bytes are counted, taken from the memory budget, and limited.
 */
final class Unparsed implements Supplier<byte[]> {
    /** Only an incomplete chunk can be larger. */
    private static final int FREE = 64 << 10;
    /** Some clients send a request of 4 MB as one chunk. */
    static final int MAX_CHUNK_BYTES = 8 << 20;
    /** The parser copies a complete chunk. */
    private static final int COPIES = 2;

    private final DataReader socket;
    private final MemoryBudget.Lease lease;
    private final DataReader counted = new StrictLineBreaks(this);

    Unparsed(DataReader socket, MemoryBudget.Lease lease) {
        this.socket = socket;
        this.lease = lease;
    }

    /** The reader for the parser. */
    DataReader reader() {
        return counted;
    }

    /** Returns the next bytes. Called when the parser needs more than it has. */
    @Override
    public byte[] get() {
        int waiting = counted.available();
        if (waiting > MAX_CHUNK_BYTES) {
            throw refused(Status.REQUEST_ENTITY_TOO_LARGE_413);
        }
        try {
            // in steps, so that not every packet needs a reservation
            lease.resize(waiting <= FREE ? 0 : (long) COPIES * (waiting / FREE + 1) * FREE);
        } catch (MemorySpent e) {
            throw refused(Status.SERVICE_UNAVAILABLE_503);
        }
        if (socket.available() == 0) {
            socket.pullData();
        }
        return socket.readBytes(socket.available());
    }

    private static RequestException refused(Status status) {
        return refused(status, "The server does not have enough memory for this request");
    }

    static RequestException refused(Status status, String message) {
        return RequestException.builder()
                .type(DirectHandler.EventType.OTHER)
                .status(status)
                .setKeepAlive(false)
                .message(message)
                .build();
    }
}
