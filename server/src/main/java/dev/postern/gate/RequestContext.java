package dev.postern.gate;

import dev.postern.http.MemoryLease;
import dev.postern.http.Request;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the gate needs to know of a request.
 *
 * @param authorization the Authorization header as it came, or null
 * @param memory what the request may keep in memory
 */
public record RequestContext(
        @Nullable String authorization, UUID requestId, String clientRequestId, String peer, MemoryLease memory) {
    public RequestContext(@Nullable String authorization, UUID requestId, String clientRequestId, String peer) {
        this(authorization, requestId, clientRequestId, peer, MemoryLease.FREE);
    }

    /** The context of a request. With two Authorization headers it is not clear which one counts, so neither does. */
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
