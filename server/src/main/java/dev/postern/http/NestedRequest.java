package dev.postern.http;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A request that the server makes of itself while it serves another one: a part of a batch, a call of a page. It comes from the same peer, has the same
 * id and uses the memory budget of the other.
 */
public interface NestedRequest extends Request {
    /** The request that is served. */
    Request outer();

    /** Path and query, percent-encoded. */
    String target();

    /** Its headers. */
    Map<String, String> own();

    byte[] content();

    /** Returns the part of a target before the query. */
    static String path(String target) {
        int mark = target.indexOf('?');
        return mark < 0 ? target : target.substring(0, mark);
    }

    @Override
    default String rawPath() {
        return path(target());
    }

    @Override
    default String rawQuery() {
        int mark = target().indexOf('?');
        return mark < 0 ? "" : target().substring(mark + 1);
    }

    @Override
    default Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    @Override
    default List<String> headers(String name) {
        return own().entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    @Override
    default URI base() {
        return outer().base();
    }

    @Override
    default String peer() {
        return outer().peer();
    }

    @Override
    default UUID requestId() {
        return outer().requestId();
    }

    @Override
    default byte[] body(int limit) {
        if (content().length > limit) {
            throw new BodyTooLarge(limit);
        }
        memory().take(content().length);
        return content().clone();
    }

    @Override
    default InputStream bodyStream() {
        return new ByteArrayInputStream(content());
    }

    @Override
    default MemoryLease memory() {
        return outer().memory();
    }
}
