package dev.postern.mailbox;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A name and an address, as in Graph's {@code recipient}. One of them may be missing, but not both. */
public record Address(@Nullable String name, @Nullable String address) {
    /** Reads a recipient ({@code {"emailAddress":{...}}}); null if the node is not a recipient or is empty. */
    public static @Nullable Address of(@Nullable JsonNode recipient) {
        if (recipient == null || !recipient.isObject()) {
            return null;
        }
        JsonNode email = recipient.path("emailAddress");
        String name = email.path("name").stringValue(null);
        String address = email.path("address").stringValue(null);
        return name == null && address == null ? null : new Address(name, address);
    }

    /** As a recipient. The name defaults to the address, as Outlook shows it. */
    public ObjectNode recipient() {
        ObjectNode recipient = JsonNodeFactory.instance.objectNode();
        ObjectNode email = recipient.putObject("emailAddress");
        email.put("name", name == null ? address : name);
        if (address != null) {
            email.put("address", address);
        }
        return recipient;
    }
}
