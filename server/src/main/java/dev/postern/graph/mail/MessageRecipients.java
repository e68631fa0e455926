package dev.postern.graph.mail;

import dev.postern.directory.DirectorySnapshot;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.item.EmailAddresses;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The recipients of a message. */
final class MessageRecipients {
    static final List<String> PLACES = List.of("toRecipients", "ccRecipients", "bccRecipients");

    private static final String CODE = "ErrorInvalidRecipients";

    private MessageRecipients() {}

    /** @throws GraphFailure if there are none, too many, or an invalid address */
    static void check(ObjectNode message, int limit) {
        int number = 0;
        for (String place : PLACES) {
            for (JsonNode recipient : message.path(place)) {
                check(recipient.path("emailAddress"));
                number++;
            }
        }
        if (number == 0) {
            throw new GraphFailure(
                    400,
                    CODE,
                    "At least one recipient is not valid., A message can't be sent because it contains no recipients.");
        }
        if (number > limit) {
            throw new GraphFailure(
                    400,
                    "ErrorExceededMaxRecipientLimit",
                    "The message has " + number + " recipients. The maximum is " + limit + ".");
        }
    }

    static int count(ObjectNode message) {
        return PLACES.stream().mapToInt(place -> message.path(place).size()).sum();
    }

    private static void check(JsonNode email) {
        String address = email.path("address").stringValue("").strip();
        if (!EmailAddresses.isAddress(address)) {
            String shown = address.isEmpty() ? email.path("name").stringValue("") : address;
            throw new GraphFailure(
                    400,
                    CODE,
                    "At least one recipient is not valid., Recipient '"
                            + (shown.length() > EmailAddresses.MAX_LENGTH
                                    ? shown.substring(0, EmailAddresses.MAX_LENGTH) + "..."
                                    : shown)
                            + "' is not resolved. All recipients must be resolved before a message can be submitted.");
        }
    }

    /** Sets the names of recipients from the directory, where the caller gave none. */
    static void name(ObjectNode message, DirectorySnapshot directory) {
        for (String place : PLACES) {
            for (JsonNode recipient : message.path(place)) {
                if (recipient.path("emailAddress") instanceof ObjectNode email) {
                    EmailAddresses.complete(email, directory);
                }
            }
        }
    }
}
