package dev.postern.gate;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the gate needs to know of a request.
 *
 * @param authorization the Authorization header as it came, or null
 */
public record Knock(@Nullable String authorization, UUID requestId, String clientRequestId, String peer) {
    @Override
    public String toString() {
        return "Knock[" + requestId + " from " + peer + "]";
    }
}
