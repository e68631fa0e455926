package dev.postern.mailbox;

import dev.postern.mailbox.MailboxFailure.EventRefused;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Splits the properties of an event into columns, body and the document with the remaining ones. Stateless. */
final class EventReader {
    /** The size of a row without its texts. */
    private static final long ROW = 512;

    private EventReader() {}

    /**
     * @param core its size is computed here, except for what the item has in other tables
     * @param elsewhere the size of attachments and exceptions in bytes
     */
    static Item read(ItemCore core, ObjectNode properties, long elsewhere) {
        ObjectNode doc = StoredJson.object();
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            String name = property.getKey();
            if (PropertyTable.EVENT.inDocument(name)
                    && name.indexOf('@') < 0
                    && !property.getValue().isNull()) {
                doc.set(name, property.getValue());
            }
        }
        Body body = body(properties.get("body"));
        EventPart part = new EventPart(
                times(properties),
                properties.get("recurrence") instanceof ObjectNode recurrence ? recurrence : null,
                new EventPart.Marks(
                        StoredJson.text(properties.get("showAs"), "busy"),
                        StoredJson.text(properties.get("sensitivity"), "normal"),
                        StoredJson.text(properties.get("importance"), "normal"),
                        StoredJson.flag(properties.get("isCancelled"), false)),
                StoredJson.text(properties.get("subject")),
                Address.of(properties.get("organizer")),
                StoredJson.text(properties.get("iCalUId"), ""),
                StoredJson.text(properties.get("transactionId")),
                Previews.of(body),
                body);
        return new Item(core.ofSize(own(doc, part) + elsewhere), doc, part);
    }

    /** The size of everything in the row of an event. */
    static long own(ObjectNode doc, EventPart part) {
        Body body = part.body();
        return ROW
                + ItemSizes.utf8(doc.toString())
                + ItemSizes.utf8(part.subject())
                + ItemSizes.utf8(body == null ? null : body.content());
    }

    static Body body(@Nullable JsonNode node) {
        if (node == null || !node.isObject()) {
            return new Body(Body.Type.HTML, "");
        }
        return new Body(
                "text".equalsIgnoreCase(StoredJson.text(node.get("contentType"))) ? Body.Type.TEXT : Body.Type.HTML,
                StoredJson.text(node.get("content"), ""));
    }

    private static EventPart.Times times(ObjectNode properties) {
        boolean allDay = StoredJson.flag(properties.get("isAllDay"), false);
        EventPart.ZonedTime start = EventPart.ZonedTime.of(properties.path("start"));
        EventPart.ZonedTime end = EventPart.ZonedTime.of(properties.path("end"));
        EventPart.Times times = EventPart.Times.of(start, end, allDay);
        if (times.endsAt().isBefore(times.startsAt())) {
            throw refused("The end of an event cannot be before its start.");
        }
        return times;
    }

    static EventRefused refused(String message) {
        return new EventRefused(EventRefused.Fault.PROPERTY, message);
    }
}
