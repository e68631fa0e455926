package dev.postern.mailbox;

import dev.postern.calendar.WallTimes;
import dev.postern.calendar.ZoneName;
import dev.postern.calendar.ZoneNames;
import dev.postern.mailbox.MailboxFailure.EventRefused;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
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
        JsonNode start = properties.path("start");
        JsonNode end = properties.path("end");
        Instant startsAt = instant(start, allDay);
        Instant endsAt = instant(end, allDay);
        if (endsAt.isBefore(startsAt)) {
            throw refused("The end of an event cannot be before its start.");
        }
        return new EventPart.Times(time(start), time(end), allDay, startsAt, endsAt);
    }

    private static EventPart.ZonedTime time(JsonNode given) {
        return new EventPart.ZonedTime(
                StoredJson.text(given.get("dateTime"), ""), StoredJson.text(given.get("timeZone"), ""));
    }

    private static Instant instant(JsonNode given, boolean allDay) {
        EventPart.ZonedTime time = time(given);
        ZoneName zone = ZoneNames.find(time.zone())
                .orElseThrow(() -> refused("No time zone has the name '" + time.zone() + "'."));
        try {
            LocalDateTime wall = LocalDateTime.parse(time.dateTime());
            return allDay ? wall.toInstant(ZoneOffset.UTC) : WallTimes.instant(wall, zone.id());
        } catch (DateTimeException e) {
            throw refused("'" + time.dateTime() + "' is not a wall time.");
        }
    }

    static EventRefused refused(String message) {
        return new EventRefused(EventRefused.Fault.PROPERTY, message);
    }
}
