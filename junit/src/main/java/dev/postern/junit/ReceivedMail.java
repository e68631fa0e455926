package dev.postern.junit;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;

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
        String id, String subject, String from, List<String> to, String body, Instant received, JsonObject message) {
    static ReceivedMail of(JsonObject message) {
        return new ReceivedMail(
                JsonMembers.text(message, "id"),
                JsonMembers.text(message, "subject"),
                address(JsonMembers.object(message, "from")),
                JsonMembers.objects(message, "toRecipients").stream()
                        .map(ReceivedMail::address)
                        .toList(),
                JsonMembers.text(JsonMembers.object(message, "body"), "content"),
                Instant.parse(JsonMembers.text(message, "receivedDateTime")),
                message);
    }

    private static String address(JsonObject recipient) {
        return JsonMembers.text(JsonMembers.object(recipient, "emailAddress"), "address");
    }
}
