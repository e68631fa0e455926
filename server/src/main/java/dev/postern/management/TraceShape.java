package dev.postern.management;

import dev.postern.trace.TraceAttempt;
import dev.postern.trace.TraceState;
import dev.postern.trace.TracedMessage;
import dev.postern.trace.TracedRecipient;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What happened to a message, as JSON. */
final class TraceShape {
    private TraceShape() {}

    static ObjectNode json(TracedMessage message) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", message.id().toString());
        TracedMessage.Origin origin = message.origin();
        node.put("requestId", origin == null ? null : origin.requestId().toString());
        node.put("clientRequestId", origin == null ? null : origin.clientRequestId());
        node.put("app", origin == null ? null : origin.app().toString());
        node.put("messageId", message.messageId());
        node.put("from", message.sender());
        node.put("subject", message.subject());
        node.put("received", message.received().toString());
        node.put("size", message.size());
        node.put("fromHost", message.fromHost());
        ArrayNode recipients = node.putArray("recipients");
        message.recipients().forEach(recipient -> recipients.add(json(recipient)));
        return node;
    }

    private static ObjectNode json(TracedRecipient recipient) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("address", recipient.address())
                .put("state", name(recipient.state()));
        ArrayNode attempts = node.putArray("attempts");
        for (TraceAttempt attempt : recipient.attempts()) {
            attempts.addObject()
                    .put("at", attempt.at().toString())
                    .put("host", attempt.host())
                    .put("reply", attempt.reply());
        }
        return node;
    }

    static String name(TraceState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    static Optional<TraceState> state(String name) {
        return Arrays.stream(TraceState.values())
                .filter(state -> name(state).equals(name))
                .findFirst();
    }
}
