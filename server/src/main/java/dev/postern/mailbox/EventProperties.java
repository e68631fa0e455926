package dev.postern.mailbox;

import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The properties of an event by their Graph names, in stored form. Stateless. */
public final class EventProperties {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> COLUMNS = List.of(
            "subject",
            "body",
            "bodyPreview",
            "start",
            "end",
            "isAllDay",
            "recurrence",
            "showAs",
            "sensitivity",
            "importance",
            "isCancelled",
            "organizer",
            "iCalUId",
            "transactionId");

    private EventProperties() {}

    /** All that are stored and were read, as a new document. Those without a value are missing. */
    public static ObjectNode of(Item item) {
        int size = COLUMNS.size() + (item.doc() == null ? 0 : item.doc().size());
        ObjectNode properties = new ObjectNode(JSON, LinkedHashMap.newLinkedHashMap(size));
        if (item.doc() != null) {
            properties.setAll(item.doc());
        }
        for (String name : COLUMNS) {
            JsonNode value = value(item.event(), name);
            if (value != null && !value.isNull()) {
                properties.set(name, value);
            }
        }
        return properties;
    }

    /** A property that has a column or is computed; null if it has no value or was not read. */
    static @Nullable JsonNode value(EventPart event, String name) {
        EventPart.Times times = event.times();
        Body body = event.body();
        return switch (name) {
            case "subject" -> ItemJson.text(event.subject());
            case "body" ->
                body == null
                        ? null
                        : StoredJson.object()
                                .put("contentType", body.type() == Body.Type.HTML ? "html" : "text")
                                .put("content", body.content());
            case "bodyPreview" -> ItemJson.text(event.preview());
            case "start" -> times.start().json();
            case "end" -> times.end().json();
            case "isAllDay" -> JSON.booleanNode(times.allDay());
            case "originalStartTimeZone" -> ItemJson.text(times.start().zone());
            case "originalEndTimeZone" -> ItemJson.text(times.end().zone());
            case "recurrence" -> event.recurrence();
            case "type" -> ItemJson.text(event.type());
            case "showAs" -> ItemJson.text(event.marks().showAs());
            case "sensitivity" -> ItemJson.text(event.marks().sensitivity());
            case "importance" -> ItemJson.text(event.marks().importance());
            case "isCancelled" -> JSON.booleanNode(event.marks().cancelled());
            case "organizer" -> ItemJson.recipient(event.organizer());
            case "iCalUId", "uid" -> ItemJson.text(event.uid());
            case "transactionId" -> ItemJson.text(event.transactionId());
            default -> null;
        };
    }

    /**
     * The properties after a patch, as a new document. A null removes a property; extended properties are replaced one
     * by one.
     */
    public static ObjectNode merged(ObjectNode before, ObjectNode patch) {
        ObjectNode after = StoredJson.object();
        after.setAll(before);
        patch.properties().forEach(member -> {
            if (member.getValue().isNull()) {
                after.remove(member.getKey());
            } else {
                after.set(member.getKey(), member.getValue());
            }
        });
        ExtendedProperties.merge(before, patch, after);
        return after;
    }

    /** The first words of a body in Graph's form. */
    public static String preview(JsonNode body) {
        return Previews.of(EventReader.body(body));
    }

    /** The size in bytes of a text in its stored form. */
    public static long size(String text) {
        return ItemSizes.utf8(text);
    }

    /** A document in its stored form. */
    public static ObjectNode read(String text) {
        return StoredJson.object(text);
    }

    /** The document with the properties that conditions compare although they have columns. */
    static ObjectNode compared(EventPart event, ObjectNode doc) {
        ObjectNode compared = StoredJson.object();
        compared.setAll(doc);
        compared.put("bodyPreview", event.preview());
        if (event.organizer() != null) {
            compared.set("organizer", event.organizer().recipient());
        }
        return compared;
    }
}
