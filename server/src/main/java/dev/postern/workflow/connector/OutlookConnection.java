package dev.postern.workflow.connector;

import dev.postern.workflow.expression.JsonValues;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A connection of the connector. The workflow's identity acts through it, not a user who signed in.
 *
 * @param mailbox the mailbox of operations that name none
 * @param authentication the workflow's identity, as the authentication of an Http action
 */
public record OutlookConnection(String name, @Nullable String mailbox, JsonNode authentication) {
    /** Returns whether neither the connection nor the inputs of an operation name a mailbox. */
    public boolean lacksMailbox(JsonNode inputs) {
        return mailbox == null
                && Stream.of("queries", "body")
                        .map(inputs::path)
                        .filter(JsonNode::isObject)
                        .noneMatch(OutlookConnection::namesMailbox);
    }

    private static boolean namesMailbox(JsonNode members) {
        @Nullable JsonNode mailbox = JsonValues.property(members, "mailboxAddress");
        return mailbox != null && !OutlookCall.asksForNothing(mailbox);
    }

    /** Says what to add; part of a sentence. */
    public String mailboxMissing() {
        return "the connection '" + name
                + "' has no mailbox; add \"mailbox\": \"ADDRESS\" to its value in 'properties.parameters', because"
                + " the workflow acts with its own identity and not as a user with a mailbox";
    }
}
