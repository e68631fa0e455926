package dev.postern.console.call;

import dev.postern.http.BadRequest;
import dev.postern.http.BodyTooLarge;
import dev.postern.http.MemoryLease;
import dev.postern.http.Request;
import dev.postern.http.Segments;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A request to an edge of this server, made while a browser's request is served. It has the id of that request, so that the audit of a page can be
 * found by it.
 *
 * @param target path and query, percent-encoded
 * @param own its headers
 * @param browser the request that is served
 */
record EdgeRequest(
        String method, String target, List<String> segments, Map<String, String> own, byte[] content, Request browser)
        implements Request {
    /** @throws BadRequest if the path is malformed */
    static EdgeRequest of(String method, String target, Map<String, String> own, byte[] content, Request browser) {
        return new EdgeRequest(method, target, Segments.of(path(target)), Map.copyOf(own), content, browser);
    }

    private static String path(String target) {
        int mark = target.indexOf('?');
        return mark < 0 ? target : target.substring(0, mark);
    }

    @Override
    public String rawPath() {
        return path(target);
    }

    @Override
    public String rawQuery() {
        int mark = target.indexOf('?');
        return mark < 0 ? "" : target.substring(mark + 1);
    }

    @Override
    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    @Override
    public List<String> headers(String name) {
        return own.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    @Override
    public URI base() {
        return browser.base();
    }

    @Override
    public String peer() {
        return browser.peer();
    }

    @Override
    public UUID requestId() {
        return browser.requestId();
    }

    @Override
    public String clientRequestId() {
        return browser.requestId().toString();
    }

    @Override
    public byte[] body(int limit) {
        if (content.length > limit) {
            throw new BodyTooLarge(limit);
        }
        memory().take(content.length);
        return content.clone();
    }

    @Override
    public InputStream bodyStream() {
        return new ByteArrayInputStream(content);
    }

    @Override
    public MemoryLease memory() {
        return browser.memory();
    }
}
