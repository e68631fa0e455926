package dev.postern.workflow.row;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The timer of a trigger with a recurrence.
 *
 * @param generation changes with every new schedule; timers of other generations are ignored
 * @param next null if it does not fire any more
 * @param position where a trigger is that does not go by the clock alone; null for others
 */
public record TriggerRow(
        String name,
        String generation,
        Instant anchor,
        @Nullable Instant next,
        @Nullable Instant last,
        JsonNode recurrence,
        @Nullable JsonNode position) {
    /** A timer after it has fired. {@code fired} is null if it has not started anything. */
    public record Advance(
            @Nullable Instant next,
            @Nullable JsonNode position,
            @Nullable Instant fired) {}
}
