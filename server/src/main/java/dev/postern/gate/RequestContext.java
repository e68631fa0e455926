package dev.postern.gate;

import dev.postern.http.MemoryLease;
import dev.postern.http.Request;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The data of a request that the gate needs.
 *
 * @param authorization the Authorization header as received, or null
 * @param memory the memory budget of the request
 */
public record RequestContext(
        @Nullable String authorization, UUID requestId, String clientRequestId, String peer, MemoryLease memory) {
    public RequestContext(@Nullable String authorization, UUID requestId, String clientRequestId, String peer) {
        this(authorization, requestId, clientRequestId, peer, MemoryLease.FREE);
    }

    /** Creates the context of a request. If there are two Authorization headers, both are ignored, because they are ambiguous. */
    public static RequestContext of(Request request) {
        List<String> authorizations = request.headers("Authorization");
        return new RequestContext(
                authorizations.size() == 1 ? authorizations.getFirst() : null,
                request.requestId(),
                request.clientRequestId(),
                request.peer(),
                request.memory());
    }

    @Override
    public String toString() {
        return "RequestContext[" + requestId + " from " + peer + "]";
    }
}
