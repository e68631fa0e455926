package dev.postern.workflow.run;

import dev.postern.workflow.row.ActionRow;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the start of an action leads to. */
public sealed interface Started {
    /** The inputs, as evaluated. */
    @Nullable
    JsonNode inputs();

    /** The action has ended. */
    record Ended(@Nullable JsonNode inputs, ActionRow.Ending ending) implements Started {}

    /** The action calls a service. */
    record Calling(JsonNode inputs) implements Started {}

    /** The action waits for a time. */
    record Waiting(JsonNode inputs, Instant due) implements Started {}

    /** The actions inside start; {@code state} says which. */
    record Opened(@Nullable JsonNode inputs, JsonNode state) implements Started {}

    /** The run ends. */
    record Ending(JsonNode inputs, ActionRow.Ending run) implements Started {}

    /** The caller of the trigger gets a response. */
    record Responded(JsonNode inputs, JsonNode outputs) implements Started {}

    static Started failed(@Nullable JsonNode inputs, String error, String message) {
        return new Ended(inputs, ActionRow.Ending.failed("BadRequest", error, message));
    }
}
