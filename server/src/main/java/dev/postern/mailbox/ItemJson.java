package dev.postern.mailbox;

import dev.postern.query.Moments;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A message by its Graph names, in the order of Graph's answers. Stateless. */
public final class ItemJson {
    private static final List<String> COLLECTIONS = List.of("toRecipients", "ccRecipients", "bccRecipients", "replyTo");

    private ItemJson() {}

    /** What was asked for, and always the id. What the item was read without is missing. */
    public static ObjectNode of(Item item, IdStyle style, Fields fields) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", WireIds.item(item, style));
        Writer writer = new Writer(json, fields);
        writer.text("createdDateTime", Moments.format(item.times().created()));
        writer.text("lastModifiedDateTime", Moments.format(item.times().modified()));
        writer.text("changeKey", item.changeKey());
        ObjectNode doc = item.doc();
        if (doc != null) {
            writer.node("categories", doc.path("categories").isArray() ? doc.get("categories") : emptyArray());
        }
        writer.text("receivedDateTime", Moments.format(item.times().received()));
        writer.text("sentDateTime", Moments.format(item.times().sent()));
        writer.flag("hasAttachments", item.flags().hasAttachments());
        writer.text("internetMessageId", item.summary().internetMessageId());
        writer.text("subject", item.summary().subject());
        writer.text("bodyPreview", item.summary().preview());
        writer.text("importance", item.flags().importance());
        if (fields.wants("parentFolderId")) {
            writer.text("parentFolderId", WireIds.folder(item.mailbox(), item.folder()));
        }
        writer.text("conversationId", item.summary().conversationId());
        writer.flag("isRead", item.flags().read());
        writer.flag("isDraft", item.flags().draft());
        if (fields.wants("webLink")) {
            writer.text("webLink", webLink(item));
        }
        writer.text("inferenceClassification", item.flags().classification());
        Body body = item.body();
        if (body != null) {
            writer.node("body", body(body));
        }
        writer.node("sender", recipient(item.summary().sender()));
        writer.node("from", recipient(item.summary().from()));
        if (doc != null) {
            COLLECTIONS.forEach(name -> writer.node(name, doc.path(name).isArray() ? doc.get(name) : emptyArray()));
            writer.node("flag", doc.path("flag").isObject() ? doc.get("flag") : flag(item));
            writer.rest(doc);
        }
        if (item.headers() != null) {
            writer.node("internetMessageHeaders", item.headers());
        }
        return json;
    }

    private static JsonNode emptyArray() {
        return JsonNodeFactory.instance.arrayNode();
    }

    private static JsonNode flag(Item item) {
        return StoredJson.object().put("flagStatus", item.flags().flagStatus());
    }

    private static JsonNode recipient(@Nullable Address address) {
        return address == null ? JsonNodeFactory.instance.nullNode() : address.recipient();
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

    private record Writer(ObjectNode json, Fields fields) {
        void text(String name, @Nullable String value) {
            if (fields.wants(name)) {
                json.put(name, value);
            }
        }

        void flag(String name, boolean value) {
            if (fields.wants(name)) {
                json.put(name, value);
            }
        }

        void node(String name, JsonNode value) {
            if (fields.wants(name)) {
                json.set(name, value);
            }
        }

        void rest(ObjectNode doc) {
            for (Map.Entry<String, JsonNode> property : doc.properties()) {
                if (!json.has(property.getKey())) {
                    node(property.getKey(), property.getValue());
                }
            }
            flag("isDeliveryReceiptRequested", StoredJson.flag(doc.get("isDeliveryReceiptRequested"), false));
            flag("isReadReceiptRequested", StoredJson.flag(doc.get("isReadReceiptRequested"), false));
        }
    }
}
