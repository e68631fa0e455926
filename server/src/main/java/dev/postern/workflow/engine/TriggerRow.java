package dev.postern.workflow.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The timer of a recurrence.
 *
 * @param generation changes with every new schedule; timers of other generations are ignored
 * @param next null if it does not fire any more
 */
public record TriggerRow(
        String name,
        String generation,
        Instant anchor,
        @Nullable Instant next,
        @Nullable Instant last,
        JsonNode recurrence) {}
