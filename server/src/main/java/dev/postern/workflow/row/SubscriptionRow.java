package dev.postern.workflow.row;

import dev.postern.workflow.stored.WorkflowKey;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The subscription of a webhook.
 *
 * @param attempts calls since the state changed
 * @param due when to call next; null if there is nothing to do
 * @param unsubscribe the call that ends it, sealed; null if there is none
 */
public record SubscriptionRow(
        WorkflowKey key,
        UUID id,
        String trigger,
        String version,
        State state,
        int attempts,
        @Nullable Instant due,
        Instant changed,
        @Nullable String unsubscribe) {
    public enum State {
        SUBSCRIBING,
        SUBSCRIBED,
        UNSUBSCRIBING
    }
}
