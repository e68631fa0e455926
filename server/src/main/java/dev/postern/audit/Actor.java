package dev.postern.audit;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for something, in which request.
 *
 * @param app null for what the server does by itself
 * @param principal null for what the server does by itself
 */
public record Actor(@Nullable AppId app, @Nullable ObjectId principal, UUID requestId) {
    /** The server itself, for instance when it makes a tenant at its first start. */
    public static Actor server(UUID requestId) {
        return new Actor(null, null, requestId);
    }
}
