package dev.postern.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.DirectHandler;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import java.util.function.Supplier;

/**
 * The bytes of a connection that have come and are not understood yet. The parser wants a chunk, and a line, as a whole, however long;
 * so what waits here is counted, taken from the budget, and bounded.
 */
final class Unparsed implements Supplier<byte[]> {
    /** More than this waits only for a chunk. */
    private static final int FREE = 64 << 10;
    /** Programs write a request of 4 MB as one chunk. */
    static final int LARGEST_CHUNK = 8 << 20;
    /** The parser copies a chunk when it is complete. */
    private static final int COPIES = 2;

    private final DataReader socket;
    private final MemoryBudget.Lease lease;
    private final DataReader counted = new StrictLineBreaks(this);

    Unparsed(DataReader socket, MemoryBudget.Lease lease) {
        this.socket = socket;
        this.lease = lease;
    }

    /** From which the parser reads. */
    DataReader reader() {
        return counted;
    }

    /** The next bytes: the parser has looked at all that wait, and they do not suffice. */
    @Override
    public byte[] get() {
        int waiting = counted.available();
        if (waiting > LARGEST_CHUNK) {
            throw refused(Status.REQUEST_ENTITY_TOO_LARGE_413);
        }
        try {
            // in steps, so that not every packet asks
            lease.hold(waiting <= FREE ? 0 : (long) COPIES * (waiting / FREE + 1) * FREE);
        } catch (MemorySpent e) {
            throw refused(Status.SERVICE_UNAVAILABLE_503);
        }
        if (socket.available() == 0) {
            socket.pullData();
        }
        return socket.readBytes(socket.available());
    }

    private static RequestException refused(Status status) {
        return refused(status, "More waits to be understood than the server has memory for");
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
