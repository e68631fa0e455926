package dev.postern.graph.mail;

import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.graph.GraphFailure;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The recipients of a message. */
final class MessageRecipients {
    static final List<String> PLACES = List.of("toRecipients", "ccRecipients", "bccRecipients");

    private static final String CODE = "ErrorInvalidRecipients";
    private static final int MAX_ADDRESS_LENGTH = 320;

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
                    400, CODE, "The message has " + number + " recipients. The maximum is " + limit + ".");
        }
    }

    private static void check(JsonNode email) {
        String address = email.path("address").stringValue("").strip();
        if (!isAddress(address)) {
            String shown = address.isEmpty() ? email.path("name").stringValue("") : address;
            throw new GraphFailure(
                    400,
                    CODE,
                    "At least one recipient is not valid., Recipient '"
                            + (shown.length() > MAX_ADDRESS_LENGTH
                                    ? shown.substring(0, MAX_ADDRESS_LENGTH) + "..."
                                    : shown)
                            + "' is not resolved. All recipients must be resolved before a message can be submitted.");
        }
    }

    static boolean isAddress(String address) {
        int at = address.indexOf('@');
        return at > 0
                && at == address.lastIndexOf('@')
                && at < address.length() - 1
                && address.length() <= MAX_ADDRESS_LENGTH
                && address.chars().noneMatch(c -> c <= ' ' || c == 127 || "<>,;:\\\"()[]".indexOf(c) >= 0);
    }

    /** Sets the names of recipients from the directory, where the caller gave none. */
    static void name(ObjectNode message, DirectorySnapshot directory) {
        for (String place : PLACES) {
            for (JsonNode recipient : message.path(place)) {
                if (recipient.path("emailAddress") instanceof ObjectNode email) {
                    fill(email, directory);
                }
            }
        }
    }

    private static void fill(ObjectNode email, DirectorySnapshot directory) {
        String address = email.path("address").stringValue("").strip();
        email.put("address", address);
        if (email.path("name").stringValue("").isBlank()) {
            DirectoryObject known = directory.byAddress(address);
            email.put("name", known == null ? address : known.displayName());
        }
    }
}
