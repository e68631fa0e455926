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
 * An action of a run as it is stored.
 *
 * @param hidden what the history never shows
 * @param inputs as evaluated; read from the history they are masked
 * @param requestId one for all attempts
 * @param attempt how many times a call was begun
 * @param interrupted how many of them ended with the process
 * @param due when it goes on by itself
 * @param poll where the outcome of an accepted operation is asked for
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

    /** The same action after its end. */
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

    /** The same action with other inputs and outputs: those of the history, or those it works with. */
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

    /** The same action as the history shows it. */
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

    /** The same action, waiting for its next call. */
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

    /** The same action with one more call begun. */
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

    /** The same action after the process ended during a call. */
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

    /** How an action ended. */
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
