package dev.postern.graph.item;

import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphRequest;
import dev.postern.http.Response;
import java.util.List;

/** {@code Prefer: return=minimal}: what a caller that knows what it wrote need not be told again. */
public final class Minimal {
    private Minimal() {}

    /** Leaves of an answer what a caller who wants little still needs: where the thing is, and as which version. */
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
