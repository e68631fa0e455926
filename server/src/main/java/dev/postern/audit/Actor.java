package dev.postern.audit;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who requested an operation, and in which request.
 *
 * @param app null for operations of the server itself
 * @param principal null for operations of the server itself
 * @param person for whom the console acted, or null
 */
public record Actor(
        @Nullable AppId app,
        @Nullable ObjectId principal,
        UUID requestId,
        @Nullable String person) {
    /** An application that acts for no person. */
    public Actor(@Nullable AppId app, @Nullable ObjectId principal, UUID requestId) {
        this(app, principal, requestId, null);
    }

    /** The server itself, for example when it creates a tenant at its first start. */
    public static Actor server(UUID requestId) {
        return new Actor(null, null, requestId);
    }
}
