package dev.postern.graph;

import dev.postern.http.Handler;
import dev.postern.http.Request;
import dev.postern.http.Response;

/** Refuses requests to another version of Graph, such as {@code beta}, in the way Graph refuses an unknown version. */
public final class OtherVersion implements Handler {
    /** The error of Graph, and what to do. */
    static final String MESSAGE = "Invalid version. This server supports only v1.0.";

    private final GraphErrors errors;

    public OtherVersion(GraphErrors errors) {
        this.errors = errors;
    }

    @Override
    public Response handle(Request request) {
        return errors.error(request, 400, "BadRequest", MESSAGE);
    }

    /** Whether a segment is the name of such a version. */
    static boolean isNamed(String segment) {
        return segment.equalsIgnoreCase("beta");
    }
}
