package dev.postern.mailbox.setting;

import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A category of the mailbox's list. Items name categories by their text; a category on an item need not be in the list.
 *
 * @param color a Graph {@code categoryColor}
 */
public record MasterCategory(UUID id, String displayName, String color) {
    public static final int MAX_NAME = 255;

    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id.toString())
                .put("displayName", displayName)
                .put("color", color);
    }

    static MasterCategory of(JsonNode json) {
        return new MasterCategory(
                UUID.fromString(json.path("id").stringValue("")),
                json.path("displayName").stringValue(""),
                json.path("color").stringValue("none"));
    }
}
