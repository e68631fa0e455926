package dev.postern.trace;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The recipients of a message as they are stored. */
final class RecipientsText {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private RecipientsText() {}

    static String of(List<TracedRecipient> recipients) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (TracedRecipient recipient : recipients) {
            ObjectNode one = all.addObject()
                    .put("address", recipient.address())
                    .put("state", recipient.state().name());
            if (!recipient.attempts().isEmpty()) {
                ArrayNode attempts = one.putArray("attempts");
                recipient.attempts().forEach(attempt -> add(attempts, attempt));
            }
        }
        return all.toString();
    }

    private static void add(ArrayNode attempts, TraceAttempt attempt) {
        ObjectNode one = attempts.addObject().put("at", attempt.at().toEpochMilli());
        if (attempt.host() != null) {
            one.put("host", attempt.host());
        }
        if (attempt.reply() != null) {
            one.put("reply", attempt.reply());
        }
    }

    static List<TracedRecipient> parse(String text) {
        var recipients = new ArrayList<TracedRecipient>();
        for (JsonNode one : MAPPER.readTree(text)) {
            var attempts = new ArrayList<TraceAttempt>();
            for (JsonNode attempt : one.path("attempts")) {
                attempts.add(new TraceAttempt(
                        Instant.ofEpochMilli(attempt.path("at").longValue()),
                        text(attempt.get("host")),
                        text(attempt.get("reply"))));
            }
            recipients.add(new TracedRecipient(
                    one.path("address").stringValue(),
                    TraceState.valueOf(one.path("state").stringValue()),
                    attempts));
        }
        return recipients;
    }

    private static @Nullable String text(@Nullable JsonNode value) {
        return value == null ? null : value.stringValue();
    }
}
