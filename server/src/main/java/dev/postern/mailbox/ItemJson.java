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
            case OBJECT -> value == null || !value.isObject() ? missing(item, property.name(), value) : value;
            case TEXT, NUMBER, TIME, RELATION -> value;
        };
    }

    /** The value of an object that the document does not contain. */
    private static @Nullable JsonNode missing(Item item, String name, @Nullable JsonNode value) {
        return switch (item.part()) {
            case MessagePart message -> MessageJson.missing(message, name, value);
            case ContactPart _ -> StoredJson.object();
            case EventPart _ -> value;
            case null -> value;
        };
    }

    /** A property that the document does not contain; null if it has no value or was not read. */
    static @Nullable JsonNode value(Item item, String name) {
        return switch (name) {
            case "createdDateTime" -> text(Moments.format(item.core().created()));
            case "lastModifiedDateTime" -> text(Moments.format(item.core().modified()));
            case "changeKey" -> text(item.changeKey());
            case "hasAttachments" -> JSON.booleanNode(item.core().hasAttachments());
            case "parentFolderId" -> text(WireIds.folder(item.mailbox(), item.folder()));
            case "body" -> item.body() == null ? null : body(item.body());
            default ->
                switch (item.part()) {
                    case MessagePart message -> MessageJson.value(item, message, name);
                    case EventPart event -> EventProperties.value(event, name);
                    case ContactPart contact -> ContactProperties.value(contact, item.doc(), name);
                    case null -> throw new IllegalStateException("Only the core was read: " + item.id());
                };
        };
    }

    static JsonNode text(@Nullable String text) {
        return text == null ? JSON.nullNode() : JSON.stringNode(text);
    }

    static JsonNode recipient(@Nullable Address address) {
        return address == null ? JSON.nullNode() : address.recipient();
    }

    private static ObjectNode body(Body body) {
        return StoredJson.object()
                .put("contentType", body.type() == Body.Type.HTML ? "html" : "text")
                .put("content", body.content());
    }
}
