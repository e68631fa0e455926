package dev.postern.http.framing;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.http.Status;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the requests of a connection and passes them to the HTTP parser in canonical form: a whole head, then its body in pieces. The parser
 * therefore cannot find another end of a request than this class. If the two ever disagree, the connection is closed. Used by the
 * connection's own thread.
 */
public final class RequestFraming implements Supplier<byte @Nullable []> {
    /** A request line contains filters and paging tokens, the headers a bearer token. */
    public static final int MAX_REQUEST_LINE = 16 * 1024;

    public static final int MAX_HEADERS = 32 * 1024;

    private static final Status HEADERS_TOO_LARGE = Status.create(431, "Request Header Fields Too Large");
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Received received;
    private final BooleanSupplier inRequest;
    private final String ownHost;
    private final ResponseFraming responses;
    private final DataReader reader = DataReader.create(this);
    /** The rest of the current body. */
    private long bodyAhead;

    private @Nullable ChunkedContent chunks;

    /**
     * @param socket returns the bytes received, or null at the end of the stream
     * @param inRequest whether the parser has read a head and has not finished its request
     * @param ownHost for HTTP/1.0 requests without Host
     * @param writer where responses are written
     */
    public RequestFraming(
            Supplier<byte @Nullable []> socket, BooleanSupplier inRequest, String ownHost, DataWriter writer) {
        this.received = new Received(socket);
        this.inRequest = inRequest;
        this.ownHost = ownHost;
        this.responses = new ResponseFraming(writer);
    }

    /** The reader for the HTTP parser. */
    public DataReader reader() {
        return reader;
    }

    /** The writer for the HTTP parser. */
    public DataWriter writer() {
        return responses;
    }

    /** Returns the next head or piece of a body, or null at the end of the stream. Called when the parser needs more than it has. */
    @Override
    public byte @Nullable [] get() {
        boolean inBody = bodyAhead > 0 || chunks != null;
        if (reader.available() > 0 || inBody != inRequest.getAsBoolean()) {
            throw Malformed.message("The end of a request is not clear");
        }
        if (!inBody) {
            return responses.ended() ? null : head();
        }
        return chunks == null ? piece() : chunk(chunks);
    }

    private byte @Nullable [] head() {
        List<Integer> ends = new ArrayList<>();
        int begin = 0;
        int line = 0;
        int at = 0;
        while (true) {
            // positions are relative to the first byte, because they change when more bytes are appended
            for (; at < received.available(); at++) {
                byte[] bytes = received.bytes();
                int from = received.from();
                if (bytes[from + at] != '\n') {
                    continue;
                }
                if (at == line || bytes[from + at - 1] != '\r') {
                    throw Malformed.message("A line does not end with CRLF");
                }
                if (at - 1 > line) {
                    ends.add(at - 1);
                } else if (!ends.isEmpty()) {
                    return head(begin, ends, at + 1);
                } else if (begin > 0) {
                    throw Malformed.message("There is no request line");
                } else {
                    // the client may send one empty line before a request (RFC 9112, section 2.2)
                    begin = at + 1;
                }
                line = at + 1;
            }
            limit(ends, at);
            if (!received.more()) {
                return null;
            }
        }
    }

    private static void limit(List<Integer> ends, int length) {
        if (ends.isEmpty() ? length > MAX_REQUEST_LINE : ends.getFirst() > MAX_REQUEST_LINE) {
            throw Malformed.message(Status.REQUEST_URI_TOO_LONG_414, "The request line is too long");
        }
        if (!ends.isEmpty() && length - ends.getFirst() > MAX_HEADERS) {
            throw Malformed.message(HEADERS_TOO_LARGE, "The headers are too long");
        }
    }

    private byte[] head(int begin, List<Integer> ends, int length) {
        limit(ends, length);
        int from = received.from();
        ends.replaceAll(end -> from + end);
        RequestHead head = RequestHead.read(received.bytes(), from + begin, ends, ownHost);
        received.skipTo(from + length);
        switch (head.body()) {
            case BodyLength.None() -> {}
            case BodyLength.Known(long bytes) -> bodyAhead = bytes;
            case BodyLength.Chunked() -> chunks = new ChunkedContent();
        }
        responses.begin(head);
        return head.canonical();
    }

    private byte @Nullable [] piece() {
        if (received.available() == 0 && !received.more()) {
            return null;
        }
        byte[] piece = received.take(bodyAhead);
        bodyAhead -= piece.length;
        return piece;
    }

    /** Passes on what has arrived of a chunk as a chunk of its own, so that no chunk is ever kept in memory as a whole. */
    private byte @Nullable [] chunk(ChunkedContent content) {
        while (true) {
            received.skipTo(content.skip(received.bytes(), received.from(), received.to()));
            if (content.ended()) {
                chunks = null;
                return LAST_CHUNK.clone();
            }
            int count = (int) Math.min(content.dataAhead(), received.available());
            if (count > 0) {
                byte[] size = Integer.toHexString(count).getBytes(StandardCharsets.US_ASCII);
                byte[] chunk = new byte[size.length + CRLF.length + count + CRLF.length];
                System.arraycopy(size, 0, chunk, 0, size.length);
                System.arraycopy(CRLF, 0, chunk, size.length, CRLF.length);
                System.arraycopy(received.bytes(), received.from(), chunk, size.length + CRLF.length, count);
                System.arraycopy(CRLF, 0, chunk, chunk.length - CRLF.length, CRLF.length);
                received.skipTo(received.from() + count);
                content.taken(count);
                return chunk;
            }
            if (!received.more()) {
                return null;
            }
        }
    }
}
