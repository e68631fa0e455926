package dev.postern.workflow.row;

import dev.postern.workflow.definition.Status;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A stored run. {@code trigger} is the result of {@code trigger()}; {@code response} is the response of a Response action. */
public record RunRow(
        RunKey key,
        String version,
        Status status,
        @Nullable String code,
        @Nullable JsonNode error,
        String triggerName,
        JsonNode trigger,
        UUID correlation,
        String trackingId,
        @Nullable Instant scheduled,
        Instant started,
        @Nullable Instant ended,
        @Nullable JsonNode outputs,
        @Nullable JsonNode response) {
    /** Returns this run with unmasked values. */
    public RunRow with(JsonNode newTrigger, @Nullable JsonNode newResponse) {
        return new RunRow(
                key,
                version,
                status,
                code,
                error,
                triggerName,
                newTrigger,
                correlation,
                trackingId,
                scheduled,
                started,
                ended,
                outputs,
                newResponse);
    }
}
