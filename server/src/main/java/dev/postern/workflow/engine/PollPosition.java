package dev.postern.workflow.engine;

import dev.postern.workflow.expression.JsonValues;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a polling trigger is.
 *
 * @param poll where the service wants to be polled next; null for the URL of the definition
 * @param failures failed attempts of the current poll
 */
record PollPosition(@Nullable Poll poll, int failures) {
    static PollPosition of(@Nullable JsonNode stored) {
        String poll = stored == null ? "" : stored.path("poll").asString("");
        return new PollPosition(
                poll.isEmpty() ? null : Poll.of(poll),
                stored == null ? 0 : stored.path("failures").asInt(0));
    }

    /** Returns the stored form; null for the beginning. */
    @Nullable
    JsonNode stored() {
        if (poll == null && failures == 0) {
            return null;
        }
        ObjectNode stored = JsonValues.object();
        if (poll != null) {
            stored.put("poll", poll.text());
        }
        if (failures > 0) {
            stored.put("failures", failures);
        }
        return stored;
    }
}
