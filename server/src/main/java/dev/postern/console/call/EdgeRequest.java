package dev.postern.console.call;

import dev.postern.http.BadRequest;
import dev.postern.http.NestedRequest;
import dev.postern.http.Request;
import dev.postern.http.Segments;
import java.util.List;
import java.util.Map;

/**
 * A request to an edge of this server. It has the id of the browser's request, so that the audit of a page can be found by it.
 *
 * @param outer the request of the browser
 */
record EdgeRequest(
        String method, String target, List<String> segments, Map<String, String> own, byte[] content, Request outer)
        implements NestedRequest {
    /** @throws BadRequest if the path is malformed */
    static EdgeRequest of(String method, String target, Map<String, String> own, byte[] content, Request browser) {
        return new EdgeRequest(
                method, target, Segments.of(NestedRequest.path(target)), Map.copyOf(own), content, browser);
    }

    @Override
    public String clientRequestId() {
        return requestId().toString();
    }
}
