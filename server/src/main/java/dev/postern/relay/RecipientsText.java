package dev.postern.relay;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** The stored form of the recipients of a row. */
final class RecipientsText {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private RecipientsText() {}

    static String of(List<RelayRecipient> recipients) {
        var list = JsonNodeFactory.instance.arrayNode();
        for (RelayRecipient one : recipients) {
            var node = list.addObject()
                    .put("address", one.address())
                    .put("state", one.state().name());
            if (one.host() != null) {
                node.put("host", one.host());
            }
            if (one.lastReply() != null) {
                node.put("reply", one.lastReply());
            }
        }
        return list.toString();
    }

    static List<RelayRecipient> parse(String text) {
        var recipients = new ArrayList<RelayRecipient>();
        for (JsonNode node : MAPPER.readTree(text)) {
            recipients.add(new RelayRecipient(
                    node.path("address").stringValue(""),
                    RelayRecipient.State.valueOf(node.path("state").stringValue("")),
                    node.path("host").stringValue(null),
                    node.path("reply").stringValue(null)));
        }
        return recipients;
    }
}
