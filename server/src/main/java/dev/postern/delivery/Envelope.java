package dev.postern.delivery;

import dev.postern.access.TenantId;
import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The sender and the recipients of a delivery, independent of the headers of the message.
 *
 * @param sender the address for reports; empty for the null sender, to which nothing is sent
 * @param recipients the remaining addresses, folded to lower case
 */
public record Envelope(TenantId tenant, String sender, Set<String> recipients) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    public Envelope {
        recipients = Set.copyOf(recipients);
    }

    Envelope to(Set<String> recipients) {
        return new Envelope(tenant, sender, recipients);
    }

    /** The same envelope, about which nothing is sent. */
    Envelope withNullSender() {
        return new Envelope(tenant, "", recipients);
    }

    String text() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("tenant", tenant.toString());
        json.put("sender", sender);
        ArrayNode list = json.putArray("recipients");
        recipients.stream().sorted().forEach(list::add);
        return json.toString();
    }

    static Envelope parse(String text) {
        JsonNode json = MAPPER.readTree(text);
        Set<String> recipients = new LinkedHashSet<>();
        json.path("recipients").forEach(address -> recipients.add(address.stringValue()));
        return new Envelope(
                TenantId.of(json.path("tenant").stringValue()),
                json.path("sender").stringValue(),
                recipients);
    }
}
