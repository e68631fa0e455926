package dev.postern.http;

import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One request, as the routes see it. Belongs to the thread that handles it. */
public interface Request {
    /** The method in upper case. HEAD is shown as GET: the server leaves the content of the answer out. */
    String method();

    /** The path as it came, still percent-encoded, without the query. */
    String rawPath();

    /** The path's segments, each decoded once; empty segments are left out. */
    List<String> segments();

    /** The query as it came, still percent-encoded, without the question mark; empty when there is none. */
    String rawQuery();

    /** The first value of a header, its name compared without case. */
    Optional<String> header(String name);

    /** All values of a header, its name compared without case. */
    List<String> headers(String name);

    /**
     * Scheme and authority under which absolute links of the answer stand: the caller's Host when that is a loopback or a
     * configured name, else the server's own address. No trailing slash.
     */
    URI base();

    /** The peer's address, for logs and audit. */
    String peer();

    /** The id given to this request; every answer carries it as {@code request-id}. */
    UUID requestId();

    /** The caller's {@code client-request-id}, or {@link #requestId()} when it sent none or an unusable one. */
    String clientRequestId();

    /**
     * The whole body, empty when there is none.
     *
     * @throws BodyTooLarge when it has more than {@code limit} bytes, declared or not
     */
    byte[] body(int limit);

    /** The body as it arrives, for content that must not be held in memory. Call at most one of the two. */
    InputStream bodyStream();

    /** What this request may hold in memory; {@link #body} takes from it by itself. */
    default MemoryLease memory() {
        return MemoryLease.FREE;
    }

    /** The name of the {@link #note} that holds the template of the route. */
    String ROUTE = "route";

    /**
     * Adds a fact to the access line and the metrics of this request, for instance {@code app} or {@code edge}. Never a
     * secret. Ignored where nobody keeps such lines.
     */
    default void note(String name, String value) {}
}
