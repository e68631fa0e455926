package dev.postern.http;

import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A request as handlers see it. Used by the thread that handles it. */
public interface Request {
    /** The method in upper case. HEAD is shown as GET; the server then omits the content of the response. */
    String method();

    /** Whether the method is HEAD. */
    default boolean isHead() {
        return false;
    }

    /** The path as sent, percent-encoded, without the query. */
    String rawPath();

    /** The path's segments, each decoded once, without empty segments. */
    List<String> segments();

    /** The query as sent, percent-encoded, without the question mark; empty if there is none. */
    String rawQuery();

    /** The first value of a header; the name is compared without regard to case. */
    Optional<String> header(String name);

    /** All values of a header; the name is compared without regard to case. */
    List<String> headers(String name);

    /**
     * Scheme and authority for absolute links in the response: the Host header if it is a loopback name or a configured
     * name, otherwise the server's own address. No trailing slash.
     */
    URI base();

    /** The peer's address, for logs and audit. */
    String peer();

    /** The id of this request. Every response contains it as {@code request-id}. */
    UUID requestId();

    /** The {@code client-request-id} header, or {@link #requestId()} if it is missing or unusable. */
    String clientRequestId();

    /**
     * Reads the whole body, empty if there is none.
     *
     * @throws BodyTooLarge if it is larger than {@code limit} bytes, declared or not
     */
    byte[] body(int limit);

    /** The body as a stream, for content that must not be kept in memory. Call only one of the two methods. */
    InputStream bodyStream();

    /** The memory budget of this request. {@link #body} reserves its memory itself. */
    default MemoryLease memory() {
        return MemoryLease.FREE;
    }

    /** The name of the {@link #note} with the route template. */
    String ROUTE = "route";

    /**
     * Adds a fact to the access log line and the metrics of this request, such as {@code app} or {@code edge}. Never a
     * secret. The default does nothing.
     */
    default void note(String name, String value) {}
}
