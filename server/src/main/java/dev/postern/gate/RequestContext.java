package dev.postern.gate;

import dev.postern.http.MemoryLease;
import dev.postern.http.Request;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The data of a request that the gate needs.
 *
 * @param authorization the Authorization header as received, or null
 * @param shared whether other requests have the same client request id, as the parts of a batch that have none of their own
 * @param memory the memory budget of the request
 */
public record RequestContext(
        @Nullable String authorization,
        UUID requestId,
        String clientRequestId,
        boolean shared,
        String peer,
        MemoryLease memory) {
    public RequestContext(@Nullable String authorization, UUID requestId, String clientRequestId, String peer) {
        this(authorization, requestId, clientRequestId, false, peer, MemoryLease.FREE);
    }

    /** Creates the context of a request. If there are two Authorization headers, both are ignored, because they are ambiguous. */
    public static RequestContext of(Request request) {
        List<String> authorizations = request.headers("Authorization");
        return new RequestContext(
                authorizations.size() == 1 ? authorizations.getFirst() : null,
                request.requestId(),
                request.clientRequestId(),
                request.headers("client-request-id").isEmpty(),
                request.peer(),
                request.memory());
    }

    /** The client request id, if the client sent one. */
    Optional<String> sentClientRequestId() {
        return clientRequestId.equals(requestId.toString()) ? Optional.empty() : Optional.of(clientRequestId);
    }

    /** The client request id by which a repetition of this request is recognised; none if the client has not sent one for it alone. */
    Optional<String> ownClientRequestId() {
        return sentClientRequestId().filter(_ -> !shared);
    }

    @Override
    public String toString() {
        return "RequestContext[" + requestId + " from " + peer + "]";
    }
}
