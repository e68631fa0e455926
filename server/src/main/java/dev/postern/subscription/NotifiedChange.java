package dev.postern.subscription;

import dev.postern.mailbox.ItemId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The change that a notification is about.
 *
 * @param moveCount of the id that the notification names
 * @param number the change number, for the ETag
 * @param moved whether another folder, not other properties, is the reason
 * @param image the state before the change; null if it was not recorded
 */
public record NotifiedChange(
        ChangeType type,
        ItemId item,
        long moveCount,
        long number,
        boolean moved,
        @Nullable ObjectNode image) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    static NotifiedChange of(RecordedChange change, ChangeType type, long moveCount) {
        String image = change.image();
        return new NotifiedChange(
                type,
                change.item(),
                moveCount,
                change.number(),
                change.what() != RecordedChange.What.UPDATED,
                image == null ? null : (ObjectNode) MAPPER.readTree(image));
    }

    String text() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("item", item.value().toString())
                .put("moves", moveCount)
                .put("number", number)
                .put("moved", moved);
        if (image != null) {
            json.set("image", image);
        }
        return json.toString();
    }

    static NotifiedChange parse(String type, String text) {
        JsonNode json = MAPPER.readTree(text);
        return new NotifiedChange(
                ChangeType.valueOf(type),
                new ItemId(UUID.fromString(json.path("item").stringValue())),
                json.path("moves").longValue(),
                json.path("number").longValue(),
                json.path("moved").booleanValue(),
                json.path("image") instanceof ObjectNode image ? image : null);
    }
}
