package dev.postern.mailbox;

import dev.postern.query.Moments;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The properties that only messages have, as JSON. Stateless. */
final class MessageJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private MessageJson() {}

    /** A property that the document does not contain; null if it has no value or was not read. */
    static @Nullable JsonNode value(Item item, MessagePart message, String name) {
        MessagePart.Summary summary = message.summary();
        MessagePart.Flags flags = message.flags();
        return switch (name) {
            case "receivedDateTime" -> ItemJson.text(Moments.format(message.received()));
            case "sentDateTime" -> ItemJson.text(Moments.format(message.sent()));
            case "internetMessageId" -> ItemJson.text(summary.internetMessageId());
            case "subject" -> ItemJson.text(summary.subject());
            case "bodyPreview" -> ItemJson.text(summary.preview());
            case "importance" -> ItemJson.text(flags.importance());
            case "conversationId" -> ItemJson.text(summary.conversationId());
            case "isRead" -> JSON.booleanNode(item.isRead());
            case "isDraft" -> JSON.booleanNode(flags.draft());
            case "webLink" -> ItemJson.text(webLink(item));
            case "inferenceClassification" -> ItemJson.text(flags.classification());
            case "sender" -> ItemJson.recipient(summary.sender());
            case "from" -> ItemJson.recipient(summary.from());
            case "internetMessageHeaders" -> message.headers();
            default -> null;
        };
    }

    /** The value of an object that the document does not contain. */
    static @Nullable JsonNode missing(MessagePart message, String name, @Nullable JsonNode value) {
        return name.equals("flag") ? flag(message) : value;
    }

    private static ObjectNode flag(MessagePart message) {
        return StoredJson.object().put("flagStatus", message.flags().flagStatus());
    }

    private static String webLink(Item item) {
        String id = WireIds.item(item, IdStyle.DEFAULT).replace("=", "%3D");
        return "https://outlook.office365.com/owa/?ItemID=" + id + "&exvsurl=1&viewmodel=ReadMessageItem";
    }

    /** The document of a message with the properties that conditions compare although they have columns. */
    static ObjectNode compared(MessagePart part, ObjectNode doc) {
        ObjectNode message = StoredJson.object();
        message.setAll(doc);
        message.put("bodyPreview", part.summary().preview());
        Address from = part.summary().from();
        if (from != null) {
            message.set("from", from.recipient());
        }
        Address sender = part.summary().sender();
        if (sender != null) {
            message.set("sender", sender.recipient());
        }
        if (!message.has("flag")) {
            message.set("flag", flag(part));
        }
        return message;
    }
}
