package dev.postern.workflow.engine;

import dev.postern.workflow.definition.Secured;
import dev.postern.workflow.definition.Status;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * A stored action of a run.
 *
 * @param hidden the parts that the history does not show
 * @param inputs as evaluated; masked when read from the history
 * @param requestId the same for all attempts
 * @param attempt the number of calls that were started
 * @param interrupted how many of them were interrupted by the end of the process
 * @param due when the action continues
 * @param poll where the result of an accepted operation is polled
 */
public record ActionRow(
        String name,
        long sequence,
        Set<Secured> hidden,
        Status status,
        @Nullable String code,
        @Nullable JsonNode error,
        @Nullable JsonNode inputs,
        @Nullable JsonNode outputs,
        UUID trackingId,
        UUID requestId,
        int attempt,
        int interrupted,
        @Nullable Instant sent,
        @Nullable Instant due,
        @Nullable String poll,
        ArrayNode retries,
        Instant started,
        @Nullable Instant ended) {
    public ActionRow {
        hidden = Set.copyOf(hidden);
    }

    /** Returns this action with its result. */
    ActionRow end(Ending ending, Instant at) {
        return new ActionRow(
                name,
                sequence,
                hidden,
                ending.status(),
                ending.code(),
                ending.error(),
                inputs,
                ending.outputs(),
                trackingId,
                requestId,
                attempt,
                interrupted,
                sent,
                null,
                null,
                retries,
                started,
                at);
    }

    /** Returns this action with other inputs and outputs: those for the history, or the original ones. */
    ActionRow with(@Nullable JsonNode newInputs, @Nullable JsonNode newOutputs) {
        return new ActionRow(
                name,
                sequence,
                hidden,
                status,
                code,
                error,
                newInputs,
                newOutputs,
                trackingId,
                requestId,
                attempt,
                interrupted,
                sent,
                due,
                poll,
                retries,
                started,
                ended);
    }

    /** Returns this action as the history shows it. */
    ActionRow shown(Masking masking) {
        return new ActionRow(
                name,
                sequence,
                hidden,
                status,
                code,
                masking.orNull(error),
                hides(Secured.INPUTS) ? null : masking.orNull(inputs),
                hides(Secured.OUTPUTS) ? null : masking.orNull(outputs),
                trackingId,
                requestId,
                attempt,
                interrupted,
                sent,
                due,
                poll,
                (ArrayNode) masking.of(retries),
                started,
                ended);
    }

    boolean hides(Secured part) {
        return hidden.contains(part);
    }

    /** Returns this action waiting for its next call. */
    ActionRow await(Instant next, @Nullable String location, ArrayNode tried) {
        return new ActionRow(
                name,
                sequence,
                hidden,
                Status.WAITING,
                code,
                error,
                inputs,
                outputs,
                trackingId,
                requestId,
                attempt,
                interrupted,
                null,
                next,
                location,
                tried,
                started,
                ended);
    }

    /** Returns this action with one more call started. */
    ActionRow send(Instant at) {
        return new ActionRow(
                name,
                sequence,
                hidden,
                Status.RUNNING,
                code,
                error,
                inputs,
                outputs,
                trackingId,
                requestId,
                attempt + 1,
                interrupted,
                at,
                null,
                poll,
                retries,
                started,
                ended);
    }

    /** Returns this action after the process ended during a call. */
    ActionRow interrupt(ArrayNode tried) {
        return new ActionRow(
                name,
                sequence,
                hidden,
                status,
                code,
                error,
                inputs,
                outputs,
                trackingId,
                requestId,
                attempt,
                interrupted + 1,
                null,
                null,
                poll,
                tried,
                started,
                ended);
    }

    /** The result of an action. */
    record Ending(
            Status status,
            @Nullable String code,
            @Nullable JsonNode error,
            @Nullable JsonNode outputs) {
        static Ending failed(String code, String error, String message) {
            return new Ending(Status.FAILED, code, Errors.of(error, message), null);
        }
    }
}
