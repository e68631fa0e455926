package dev.postern.mailbox;

import dev.postern.query.Moments;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Converts items to JSON with their Graph names, in the order of their table of properties. Stateless. */
public final class ItemJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ItemJson() {}

    /** The selected properties, and always the id. Properties that were not read are missing. */
    public static ObjectNode of(Item item, IdStyle style, Fields fields) {
        ObjectNode json = JSON.objectNode();
        json.put("id", WireIds.item(item, style));
        ObjectNode doc = item.doc();
        for (ItemProperty property : fields.properties().all()) {
            if (property.name().equals("id") || !fields.wants(property.name())) {
                continue;
            }
            JsonNode value = property.stored() == ItemProperty.Stored.DOCUMENT
                    ? doc == null ? null : stored(item, doc, property)
                    : value(item, property.name());
            if (value != null) {
                json.set(property.name(), value);
            }
        }
        if (doc != null) {
            for (Map.Entry<String, JsonNode> other : doc.properties()) {
                if (fields.properties().find(other.getKey()) == null && fields.wants(other.getKey())) {
                    json.set(other.getKey(), other.getValue());
                }
            }
        }
        return json;
    }

    private static @Nullable JsonNode stored(Item item, ObjectNode doc, ItemProperty property) {
        JsonNode value = doc.get(property.name());
        return switch (property.type()) {
            case LIST -> value != null && value.isArray() ? value : property.named() ? value : JSON.arrayNode();
            case BOOLEAN -> JSON.booleanNode(StoredJson.flag(value, false));
            case OBJECT -> property.name().equals("flag") && (value == null || !value.isObject()) ? flag(item) : value;
            case TEXT, TIME, RELATION -> value;
        };
    }

    /** A property of a message that the document does not contain; null if it has no value or was not read. */
    static @Nullable JsonNode value(Item item, String name) {
        MessagePart message = item.message();
        MessagePart.Summary summary = message.summary();
        MessagePart.Flags flags = message.flags();
        return switch (name) {
            case "createdDateTime" -> text(Moments.format(item.core().created()));
            case "lastModifiedDateTime" -> text(Moments.format(item.core().modified()));
            case "changeKey" -> text(item.changeKey());
            case "receivedDateTime" -> text(Moments.format(message.received()));
            case "sentDateTime" -> text(Moments.format(message.sent()));
            case "hasAttachments" -> JSON.booleanNode(item.core().hasAttachments());
            case "internetMessageId" -> text(summary.internetMessageId());
            case "subject" -> text(summary.subject());
            case "bodyPreview" -> text(summary.preview());
            case "meetingMessageType" ->
                summary.meeting() == null ? null : text(summary.meeting().graphName());
            case "importance" -> text(flags.importance());
            case "parentFolderId" -> text(WireIds.folder(item.mailbox(), item.folder()));
            case "conversationId" -> text(summary.conversationId());
            case "isRead" -> JSON.booleanNode(item.isRead());
            case "isDraft" -> JSON.booleanNode(flags.draft());
            case "webLink" -> text(webLink(item));
            case "inferenceClassification" -> text(flags.classification());
            case "body" -> message.body() == null ? null : body(message.body());
            case "sender" -> recipient(summary.sender());
            case "from" -> recipient(summary.from());
            case "internetMessageHeaders" -> message.headers();
            default -> null;
        };
    }

    private static JsonNode text(@Nullable String text) {
        return text == null ? JSON.nullNode() : JSON.stringNode(text);
    }

    private static JsonNode flag(Item item) {
        return StoredJson.object().put("flagStatus", item.message().flags().flagStatus());
    }

    private static JsonNode recipient(@Nullable Address address) {
        return address == null ? JSON.nullNode() : address.recipient();
    }

    private static ObjectNode body(Body body) {
        return StoredJson.object()
                .put("contentType", body.type() == Body.Type.HTML ? "html" : "text")
                .put("content", body.content());
    }

    private static String webLink(Item item) {
        String id = WireIds.item(item, IdStyle.DEFAULT).replace("=", "%3D");
        return "https://outlook.office365.com/owa/?ItemID=" + id + "&exvsurl=1&viewmodel=ReadMessageItem";
    }
}
