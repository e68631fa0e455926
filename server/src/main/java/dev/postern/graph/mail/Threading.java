package dev.postern.graph.mail;

import dev.postern.http.Json;
import dev.postern.mailbox.Conversations;
import dev.postern.mailbox.Item;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts a reply into the conversation of the original. */
final class Threading {
    private static final Pattern ID = Pattern.compile("<[^<>\\s]{1,900}>");
    /** The first one and the latest are enough for every mail client, and limit the header. */
    private static final int MAX_REFERENCES = 25;

    private Threading() {}

    static void into(ObjectNode message, Item original, Instant now) {
        message.put("conversationId", original.message().summary().conversationId());
        String index = original.doc() == null
                ? null
                : original.doc().path("conversationIndex").stringValue(null);
        if (index != null) {
            message.put(
                    "conversationIndex",
                    Base64.getEncoder()
                            .encodeToString(
                                    Conversations.answer(Base64.getDecoder().decode(index), now)));
        }
        String id = original.message().summary().internetMessageId();
        if (id == null || !ID.matcher(id).matches()) {
            return;
        }
        List<String> references = references(original);
        references.remove(id);
        references.add(id);
        ArrayNode headers = Json.array();
        headers.addObject().put("name", "In-Reply-To").put("value", id);
        headers.addObject().put("name", "References").put("value", String.join(" ", references));
        message.path("internetMessageHeaders").forEach(headers::add);
        message.set("internetMessageHeaders", headers);
    }

    private static List<String> references(Item original) {
        var references = new ArrayList<String>();
        if (original.message().headers() != null) {
            for (JsonNode header : original.message().headers()) {
                if (header.path("name").stringValue("").equalsIgnoreCase("References")) {
                    Matcher ids = ID.matcher(header.path("value").stringValue(""));
                    while (ids.find()) {
                        references.add(ids.group());
                    }
                }
            }
        }
        if (references.size() >= MAX_REFERENCES) {
            // the id of the original is appended
            references.subList(1, references.size() - MAX_REFERENCES + 2).clear();
        }
        return references;
    }
}
