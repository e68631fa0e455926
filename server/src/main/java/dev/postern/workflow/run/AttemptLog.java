package dev.postern.workflow.run;

import dev.postern.workflow.call.CallResult;
import dev.postern.workflow.definition.Secured;
import dev.postern.workflow.masking.Masking;
import dev.postern.workflow.row.ActionRow;
import dev.postern.workflow.row.Attempt;
import dev.postern.workflow.row.AttemptTable;
import dev.postern.workflow.service.HttpOutcome;
import dev.postern.workflow.service.Poll;
import dev.postern.workflow.stored.Errors;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Stores the calls of an action for the history. A first call that ends its action is not stored, because its request is in the inputs and its
 * response in the outputs; so a run pays only for calls that are repeated.
 */
public final class AttemptLog {
    /** The body of a response is kept up to this number of characters. */
    private static final long MAX_BODY = 16_384;

    private AttemptLog() {}

    /** Stores a call with the next changes of its run. */
    static void completed(Progress progress, Masking masking, ActionRow row, CallResult result, Instant now) {
        add(progress, made(masking, row, result, now), row);
    }

    /** Stores that the result of a call is not known, because the process ended. */
    static void interrupted(Progress progress, Masking masking, ActionRow row, Instant now) {
        JsonNode error = Errors.of("Interrupted", "The engine stopped before the response was received.");
        add(progress, make(masking, row, "Interrupted", null, error, now), row);
    }

    private static void add(Progress progress, Attempt attempt, ActionRow row) {
        progress.also(sql -> AttemptTable.insert(sql, progress.run(), row.key(), attempt));
    }

    private static Attempt made(Masking masking, ActionRow row, CallResult result, Instant now) {
        return switch (result) {
            case CallResult.Unreachable none ->
                make(masking, row, none.code(), null, Errors.of(none.code(), none.message()), now);
            case CallResult.Reply reply ->
                make(
                        masking,
                        row,
                        CallResult.reason(reply.status()),
                        row.hides(Secured.OUTPUTS) ? null : response(HttpOutcome.outputs(reply)),
                        null,
                        now);
        };
    }

    private static Attempt make(
            Masking masking,
            ActionRow row,
            String code,
            @Nullable JsonNode response,
            @Nullable JsonNode error,
            Instant now) {
        String poll = row.poll();
        Instant sent = row.sent();
        return new Attempt(
                row.attempt(),
                sent == null ? now : sent,
                now,
                code,
                poll == null
                        ? null
                        : row.hides(Secured.INPUTS)
                                ? Masking.MASK
                                : masking.text(Poll.of(poll).location()),
                masking.orNull(response),
                masking.orNull(error));
    }

    /** Returns a response without a large body. */
    private static JsonNode response(JsonNode outputs) {
        JsonNode body = outputs.get("body");
        if (body == null || Progress.size(body) <= MAX_BODY) {
            return outputs;
        }
        ObjectNode small = ((ObjectNode) outputs).deepCopy();
        small.remove("body");
        return small.put("bodySize", Progress.size(body));
    }
}
