package dev.postern.workflow.row;

import dev.postern.workflow.definition.Secured;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.masking.Masking;
import dev.postern.workflow.stored.Errors;
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
 * @param state what a type of action remembers while it has not ended
 */
public record ActionRow(
        ActionKey key,
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
        @Nullable JsonNode state,
        @Nullable JsonNode tracked,
        Instant started,
        @Nullable Instant ended) {
    public ActionRow {
        hidden = Set.copyOf(hidden);
    }

    public String name() {
        return key.name();
    }

    public boolean hides(Secured part) {
        return hidden.contains(part);
    }

    public Edit edit() {
        return new Edit(this);
    }

    /** Returns this action with its result. */
    public ActionRow end(Ending ending, Instant at) {
        Edit edit = edit();
        edit.status = ending.status();
        edit.code = ending.code();
        edit.error = ending.error();
        edit.outputs = ending.outputs();
        edit.due = null;
        edit.poll = null;
        edit.ended = at;
        return edit.make();
    }

    /** Returns this action with other inputs and outputs: those for the history, or the original ones. */
    public ActionRow with(@Nullable JsonNode newInputs, @Nullable JsonNode newOutputs) {
        Edit edit = edit();
        edit.inputs = newInputs;
        edit.outputs = newOutputs;
        return edit.make();
    }

    public ActionRow withState(JsonNode newState) {
        Edit edit = edit();
        edit.state = newState;
        return edit.make();
    }

    /** Returns this action as the history shows it. */
    public ActionRow shown(Masking masking) {
        Edit edit = edit();
        edit.error = masking.orNull(error);
        edit.inputs = shownInputs(masking);
        edit.outputs = hides(Secured.OUTPUTS) ? null : masking.orNull(outputs);
        edit.retries = retries.isEmpty() ? retries : (ArrayNode) masking.of(retries);
        edit.tracked = masking.orNull(tracked);
        return edit.make();
    }

    @Nullable
    public JsonNode shownInputs(Masking masking) {
        return hides(Secured.INPUTS) ? null : masking.orNull(inputs);
    }

    /** Returns this action waiting for its next call. */
    public ActionRow await(Instant next, @Nullable String location, ArrayNode tried) {
        Edit edit = edit();
        edit.status = Status.WAITING;
        edit.sent = null;
        edit.due = next;
        edit.poll = location;
        edit.retries = tried;
        return edit.make();
    }

    /** Returns this action waiting for a result from outside; it looks again at a time. */
    public ActionRow pend(Instant next, JsonNode newState) {
        Edit edit = edit();
        edit.status = Status.WAITING;
        edit.due = next;
        edit.state = newState;
        return edit.make();
    }

    /** Returns this action with one more call started. */
    public ActionRow send(Instant at) {
        Edit edit = edit();
        edit.status = Status.RUNNING;
        edit.attempt = attempt + 1;
        edit.sent = at;
        edit.due = null;
        return edit.make();
    }

    /** Returns this action after the process ended during a call. */
    public ActionRow interrupt(ArrayNode tried) {
        Edit edit = edit();
        edit.interrupted = interrupted + 1;
        edit.sent = null;
        edit.due = null;
        edit.retries = tried;
        return edit.make();
    }

    /** The members that change. */
    public static final class Edit {
        private final ActionRow row;
        Status status;

        @Nullable
        String code;

        @Nullable
        JsonNode error;

        @Nullable
        JsonNode inputs;

        @Nullable
        JsonNode outputs;

        int attempt;
        int interrupted;

        @Nullable
        Instant sent;

        @Nullable
        Instant due;

        @Nullable
        String poll;

        ArrayNode retries;

        @Nullable
        JsonNode state;

        @Nullable
        public JsonNode tracked;

        @Nullable
        Instant ended;

        private Edit(ActionRow row) {
            this.row = row;
            this.status = row.status;
            this.code = row.code;
            this.error = row.error;
            this.inputs = row.inputs;
            this.outputs = row.outputs;
            this.attempt = row.attempt;
            this.interrupted = row.interrupted;
            this.sent = row.sent;
            this.due = row.due;
            this.poll = row.poll;
            this.retries = row.retries;
            this.state = row.state;
            this.tracked = row.tracked;
            this.ended = row.ended;
        }

        public ActionRow make() {
            return new ActionRow(
                    row.key,
                    row.sequence,
                    row.hidden,
                    status,
                    code,
                    error,
                    inputs,
                    outputs,
                    row.trackingId,
                    row.requestId,
                    attempt,
                    interrupted,
                    sent,
                    due,
                    poll,
                    retries,
                    state,
                    tracked,
                    row.started,
                    ended);
        }
    }

    /** The result of an action. */
    public record Ending(
            Status status,
            @Nullable String code,
            @Nullable JsonNode error,
            @Nullable JsonNode outputs) {
        public static final Ending CANCELLED = new Ending(Status.CANCELLED, "Cancelled", null, null);

        public static final String UNSPECIFIED = "NotSpecified";

        public static Ending failed(String code, String error, String message) {
            return new Ending(Status.FAILED, code, Errors.of(error, message), null);
        }

        /** The reason of an error may quote the inputs. */
        public Ending withoutReason() {
            return error == null
                    ? this
                    : new Ending(status, code, Errors.of(error.path("code").asString(""), Masking.MASK), outputs);
        }

        public static Ending succeeded(@Nullable JsonNode outputs) {
            return new Ending(Status.SUCCEEDED, "OK", null, outputs);
        }

        /** The result of an action without outputs of its own. */
        public static Ending done(Status status) {
            return switch (status) {
                case FAILED ->
                    failed("ActionFailed", "ActionFailed", "An action failed. No dependent actions succeeded.");
                case TIMED_OUT ->
                    new Ending(
                            status,
                            "ActionTimedOut",
                            Errors.of("ActionTimedOut", "An action timed out. No dependent actions succeeded."),
                            null);
                default -> new Ending(status, UNSPECIFIED, null, null);
            };
        }
    }
}
