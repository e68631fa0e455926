package dev.postern.workflow.history;

import dev.postern.workflow.definition.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An action of a run without its inputs and outputs. Of one inside loops, all repetitions together.
 *
 * @param count the number of repetitions; 0 outside of loops
 * @param ended null while it, or a repetition, has not ended
 * @param code that of a failed repetition, if one failed
 */
public record ActionOutline(
        ActionPlace place,
        Status status,
        int count,
        Instant started,
        @Nullable Instant ended,
        @Nullable String code,
        @Nullable JsonNode error) {}
