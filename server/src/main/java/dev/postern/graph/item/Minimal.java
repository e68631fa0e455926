package dev.postern.graph.item;

import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphRequest;
import dev.postern.http.Response;
import java.util.List;

/** {@code Prefer: return=minimal}: omits content that the caller itself has just written. */
public final class Minimal {
    private Minimal() {}

    /** Removes everything from a response except the location and the version. */
    public static Response of(GraphRequest request, Response full) {
        if (!request.preferences().minimal()) {
            return full;
        }
        request.preferences().applied("return=minimal");
        Response little = GraphAnswer.noContent();
        for (String header : full.headers().getOrDefault("Location", List.of())) {
            little = little.with("Location", header).with("OData-EntityId", header);
        }
        for (String header : full.headers().getOrDefault("ETag", List.of())) {
            little = little.with("ETag", header);
        }
        return little;
    }
}
