package dev.postern.junit;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A message in a mailbox.
 *
 * @param id of the message in Graph
 * @param from the address of the sender
 * @param to the addresses of the recipients in To
 * @param body the content as it was sent, HTML or text
 * @param message the message as Graph returns it
 */
public record ReceivedMail(
        String id, String subject, String from, List<String> to, String body, Instant received, JsonNode message) {
    static ReceivedMail of(JsonNode message) {
        return new ReceivedMail(
                message.path("id").asString(),
                message.path("subject").asString(""),
                address(message.path("from")),
                message.path("toRecipients")
                        .valueStream()
                        .map(ReceivedMail::address)
                        .toList(),
                message.path("body").path("content").asString(""),
                Instant.parse(message.path("receivedDateTime").asString()),
                message);
    }

    private static String address(JsonNode recipient) {
        return recipient.path("emailAddress").path("address").asString("");
    }
}
