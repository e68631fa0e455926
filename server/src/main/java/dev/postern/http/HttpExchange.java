package dev.postern.http;

import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Processes one request on one listener: parse, call the handler, respond, and leave the connection in a defined state. */
final class HttpExchange implements io.helidon.webserver.http.Handler {
    private static final Logger log = LoggerFactory.getLogger(HttpExchange.class);

    /** Up to this size an unread body is read and discarded, so that the connection can be reused. */
    private static final int WORTH_READING_OVER = 1 << 20;
    /** After a refusal the client may still be sending; if the connection were closed immediately, it might not receive the response. */
    private static final int LINGER_BYTES = 16 << 20;

    /** The response, and its compressed form. */
    private static final int WHILE_SENT = 2;
    /** The buffers for reading and sending. */
    private static final int PIECES_OF_STREAM = 192 << 10;

    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final HttpServer.Options options;
    private final Handler handler;
    private final CallerBase bases;
    private final String scheme;
    private final java.util.function.Supplier<URI> own;

    HttpExchange(
            HttpServer.Options options,
            Handler handler,
            String scheme,
            java.util.function.Supplier<URI> own,
            UnknownHosts unknown) {
        this.options = options;
        this.handler = handler;
        this.bases = new CallerBase(options.publicNames(), host -> {
            if (options.links()) {
                unknown.seen(host);
            }
        });
        this.scheme = scheme;
        this.own = own;
    }

    @Override
    public void handle(ServerRequest wire, ServerResponse reply) {
        long started = System.nanoTime();
        URI base = bases.of(wire.headers().first(io.helidon.http.HeaderNames.HOST), scheme, own);
        var request = new HelidonRequest(
                wire, base, options.maxBodyBytes(), options.memory().lease());
        var measured = options.metrics().begin();
        MDC.put("request-id", request.requestId().toString());
        int status = 0;
        var sender = new ResponseWriter(request, reply);
        try {
            Response response = reserved(request, respond(request));
            status = response.status();
            boolean close = mustClose(request);
            sender.send(response, close);
            finish(request, close);
        } finally {
            measured.end(request, status, System.nanoTime() - started);
            request.memory().close();
            AccessLog.write(request, status, System.nanoTime() - started, sender.bytes());
            MDC.remove("request-id");
        }
    }

    private Response respond(HelidonRequest request) {
        try {
            request.decode();
            return handler.handle(request);
        } catch (BadRequest e) {
            return Problem.of(400, "BadRequest", e.getMessage() == null ? "" : e.getMessage(), request);
        } catch (MalformedJson e) {
            return Problem.of(400, "BadRequest", e.getMessage() == null ? "" : e.getMessage(), request);
        } catch (BodyTooLarge e) {
            return Problem.of(413, "RequestEntityTooLarge", e.getMessage() == null ? "" : e.getMessage(), request);
        } catch (MemorySpent e) {
            return Problem.of(503, "ServiceUnavailable", e.getMessage() == null ? "" : e.getMessage(), request)
                    .with("Retry-After", MemorySpent.RETRY_AFTER_SECONDS);
        } catch (ClientDisconnected e) {
            throw new CloseConnectionException("The client disconnected while sending", e);
        } catch (CloseConnectionException | RequestException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            log.error("A request failed: {} {}", request.knownMethod(), request.route(), e);
            return options.failureResponse().respond(request);
        }
    }

    /**
     * Reserves the memory for sending the response, and releases the rest, because a slow client may take long to read it. The response to
     * a change is sent even if no memory is left, because the change was made.
     */
    private Response reserved(HelidonRequest request, Response response) {
        try {
            switch (response.body()) {
                case Response.Empty _ -> request.memory().resize(0);
                case Response.Bytes bytes -> request.memory().resize((long) WHILE_SENT * bytes.content().length);
                // it may still be read from data in memory
                case Response.Stream _ -> request.memory().take(PIECES_OF_STREAM);
            }
            return response;
        } catch (MemorySpent e) {
            if (request.method().equals("GET") && response.body() instanceof Response.Stream stream) {
                close(stream);
            }
            return request.method().equals("GET")
                    ? Problem.of(503, "ServiceUnavailable", String.valueOf(e.getMessage()), request)
                            .with("Retry-After", MemorySpent.RETRY_AFTER_SECONDS)
                    : response;
        }
    }

    private static void close(Response.Stream stream) {
        try {
            stream.content().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean mustClose(HelidonRequest request) {
        if (request.wantsClose()) {
            return true;
        }
        return request.hasUnreadBody()
                && (request.bodyAborted() || request.awaitsContinue() || request.declaredLength() > WORTH_READING_OVER);
    }

    /** Leaves the connection at the beginning of the next request, or closes it; never in the middle of a body. */
    private static void finish(HelidonRequest request, boolean close) {
        boolean atNext = !request.hasUnreadBody();
        if (!atNext && !request.awaitsContinue()) {
            int limit = close ? LINGER_BYTES : WORTH_READING_OVER;
            atNext = request.stream().drain(limit, System.nanoTime() + LINGER_NANOS);
        }
        if (close || !atNext) {
            throw new CloseConnectionException("This was the last response on this connection");
        }
    }
}
