package dev.postern.workflow.row;

import dev.postern.workflow.definition.Status;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One fire of a trigger, without secrets.
 *
 * @param fired whether runs started
 * @param run the run that has the data; then inputs and outputs are null here
 * @param whole whether the history shows all data, so that the trigger can fire with it again
 */
public record TriggerHistory(
        String trigger,
        String name,
        Status status,
        @Nullable String code,
        @Nullable JsonNode error,
        boolean fired,
        @Nullable Instant scheduled,
        Instant started,
        Instant ended,
        UUID tracking,
        String clientTracking,
        @Nullable String run,
        @Nullable JsonNode inputs,
        @Nullable JsonNode outputs,
        boolean whole) {
    public TriggerHistory with(@Nullable JsonNode newInputs, @Nullable JsonNode newOutputs) {
        return new TriggerHistory(
                trigger,
                name,
                status,
                code,
                error,
                fired,
                scheduled,
                started,
                ended,
                tracking,
                clientTracking,
                run,
                newInputs,
                newOutputs,
                whole);
    }
}
