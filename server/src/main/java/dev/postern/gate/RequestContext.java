package dev.postern.gate;

import dev.postern.http.MemoryLease;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the gate needs to know of a request.
 *
 * @param authorization the Authorization header as it came, or null
 * @param memory what the request may hold
 */
public record RequestContext(
        @Nullable String authorization, UUID requestId, String clientRequestId, String peer, MemoryLease memory) {
    public RequestContext(@Nullable String authorization, UUID requestId, String clientRequestId, String peer) {
        this(authorization, requestId, clientRequestId, peer, MemoryLease.FREE);
    }

    @Override
    public String toString() {
        return "Knock[" + requestId + " from " + peer + "]";
    }
}
