package dev.postern.workflow.trigger;

import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.service.Poll;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a polling trigger is.
 *
 * @param poll where the service wants to be polled next; null for the URL of the definition
 * @param failures failed attempts of the current poll
 * @param mail which messages a mail trigger knows; null before its first successful poll, and for other triggers
 */
public record PollPosition(
        @Nullable Poll poll, int failures, @Nullable JsonNode mail) {
    static PollPosition of(@Nullable JsonNode stored) {
        String poll = stored == null ? "" : stored.path("poll").asString("");
        return new PollPosition(
                poll.isEmpty() ? null : Poll.of(poll),
                stored == null ? 0 : stored.path("failures").asInt(0),
                stored == null ? null : stored.get("mail"));
    }

    /** Returns the stored form; null for the beginning. */
    @Nullable
    JsonNode stored() {
        if (poll == null && failures == 0 && mail == null) {
            return null;
        }
        ObjectNode stored = JsonValues.object();
        if (poll != null) {
            stored.put("poll", poll.text());
        }
        if (failures > 0) {
            stored.put("failures", failures);
        }
        if (mail != null) {
            stored.set("mail", mail);
        }
        return stored;
    }
}
