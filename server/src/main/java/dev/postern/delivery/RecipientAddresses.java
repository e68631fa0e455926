package dev.postern.delivery;

import dev.postern.query.Folding;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the recipients' addresses of a message. */
final class RecipientAddresses {
    private static final int MAX_RECIPIENTS = 500;
    private static final List<String> PLACES = List.of("toRecipients", "ccRecipients", "bccRecipients");

    private RecipientAddresses() {}

    /** Returns each address once, folded to lower case for the lookup in the directory. */
    static Set<String> of(ObjectNode message) {
        Set<String> addresses = new LinkedHashSet<>();
        int named = 0;
        for (String place : PLACES) {
            for (JsonNode recipient : message.path(place)) {
                JsonNode email = recipient.path("emailAddress");
                String address = email.path("address").isString()
                        ? email.path("address").stringValue().strip()
                        : "";
                if (!plausible(address)) {
                    boolean onlyName = address.isEmpty() && email.path("name").isString();
                    throw new DeliveryFailure.RecipientUnresolved(
                            onlyName ? email.path("name").stringValue() : address);
                }
                addresses.add(Folding.lower(address));
                named++;
            }
        }
        if (addresses.isEmpty()) {
            throw new DeliveryFailure.NoRecipients();
        }
        if (named > MAX_RECIPIENTS) {
            throw new DeliveryFailure.TooManyRecipients(MAX_RECIPIENTS);
        }
        return addresses;
    }

    /**
     * Returns whether a text has the form of an address: one at sign with text on both sides, and no characters that are invalid in a
     * header.
     */
    private static boolean plausible(String address) {
        int at = address.lastIndexOf('@');
        return at > 0
                && at < address.length() - 1
                && address.length() <= 320
                && address.chars().noneMatch(c -> c <= ' ' || c == 127 || c == '<' || c == '>' || c == ',' || c == ';');
    }
}
