package dev.postern.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one response to the connection. */
final class ResponseWriter {
    private static final Logger log = LoggerFactory.getLogger(ResponseWriter.class);
    private static final int PIECE = 16 * 1024;

    private final HelidonRequest request;
    private final ServerResponse reply;
    private long bytes;

    ResponseWriter(HelidonRequest request, ServerResponse reply) {
        this.request = request;
        this.reply = reply;
    }

    /** Returns the number of content bytes sent. */
    long bytes() {
        return bytes;
    }

    void send(Response response, boolean close) {
        reply.status(Status.create(response.status()));
        response.headers().forEach(this::header);
        header("request-id", List.of(request.requestId().toString()));
        header("client-request-id", List.of(request.clientRequestId()));
        if (close) {
            reply.header(HeaderValues.CONNECTION_CLOSE);
        }
        switch (response.body()) {
            case Response.Empty() -> finish(0, new byte[0]);
            case Response.Bytes(String type, byte[] content) -> send(type, content);
            case Response.Stream(String type, InputStream content, long length) -> send(type, content, length);
        }
    }

    private void send(String type, byte[] content) {
        header("Content-Type", List.of(type));
        byte[] sent = content;
        if (Gzip.worthwhile(type, content.length) && !reply.headers().contains(HeaderNames.CONTENT_ENCODING)) {
            header("Vary", List.of("Accept-Encoding"));
            if (Gzip.accepted(request.headers("Accept-Encoding"))) {
                header("Content-Encoding", List.of("gzip"));
                sent = Gzip.compress(content);
            }
        }
        finish(sent.length, sent);
    }

    private void finish(int length, byte[] content) {
        reply.header(HeaderNames.CONTENT_LENGTH, Integer.toString(length));
        bytes = request.isHead() ? 0 : length;
        reply.send(request.isHead() ? new byte[0] : content);
    }

    private void send(String type, InputStream content, long length) {
        header("Content-Type", List.of(type));
        try (content) {
            if (request.isHead()) {
                // The length of content of unknown size is only known after reading it.
                long counted = length >= 0 ? length : content.transferTo(OutputStream.nullOutputStream());
                reply.header(HeaderNames.CONTENT_LENGTH, Long.toString(counted));
                reply.send(new byte[0]);
                return;
            }
            if (length >= 0) {
                reply.header(HeaderNames.CONTENT_LENGTH, Long.toString(length));
            }
            try (OutputStream out = reply.outputStream()) {
                bytes = copy(content, out);
                if (length >= 0 && bytes != length) {
                    log.warn(
                            "The response to {} {} has {} bytes, not {}",
                            request.knownMethod(),
                            request.route(),
                            bytes,
                            length);
                    throw new IOException("The content has " + bytes + " bytes where " + length + " were promised");
                }
            }
            // a short content is held back until the routing ends, and lost if the connection is closed before
            if (reply instanceof RoutingResponse held) {
                held.commit();
            }
        } catch (IOException | RuntimeException e) {
            // The status has been sent; closing the connection is the only way left to signal that the content is
            // incomplete.
            throw new CloseConnectionException("The content could not be read to its end", e);
        }
    }

    private long copy(InputStream content, OutputStream out) throws IOException {
        byte[] piece = new byte[PIECE];
        long copied = 0;
        for (int count = read(content, piece); count >= 0; count = read(content, piece)) {
            out.write(piece, 0, count);
            copied += count;
        }
        return copied;
    }

    /** Failures to write are the client's, and not worth a warning. */
    private int read(InputStream content, byte[] into) throws IOException {
        try {
            return content.read(into);
        } catch (IOException | RuntimeException e) {
            log.warn("The response to {} {} ends early", request.knownMethod(), request.route(), e);
            throw e;
        }
    }

    private void header(String name, List<String> values) {
        reply.header(HeaderValues.create(HeaderNames.create(name), values));
    }
}
