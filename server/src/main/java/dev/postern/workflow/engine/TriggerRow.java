package dev.postern.workflow.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The clock of a recurrence.
 *
 * @param generation changes with every new schedule; a timer of another generation is void
 * @param next null when it fires no more
 */
public record TriggerRow(
        String name,
        String generation,
        Instant anchor,
        @Nullable Instant next,
        @Nullable Instant last,
        JsonNode recurrence) {}
