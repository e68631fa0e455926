package dev.postern.graph.calendar;

import dev.postern.http.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The values of writable properties that an event has if a caller gives none. */
final class EventDefaults {
    static final int REMINDER_MINUTES = 15;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Map<String, Supplier<JsonNode>> DEFAULTS = new LinkedHashMap<>();

    static {
        DEFAULTS.put("subject", () -> JSON.stringNode(""));
        DEFAULTS.put("body", () -> Json.object().put("contentType", "html").put("content", ""));
        DEFAULTS.put("importance", () -> JSON.stringNode("normal"));
        DEFAULTS.put("sensitivity", () -> JSON.stringNode("normal"));
        DEFAULTS.put("showAs", () -> JSON.stringNode("busy"));
        DEFAULTS.put("isAllDay", () -> JSON.booleanNode(false));
        DEFAULTS.put("isReminderOn", () -> JSON.booleanNode(true));
        DEFAULTS.put("reminderMinutesBeforeStart", () -> JSON.numberNode(REMINDER_MINUTES));
        DEFAULTS.put("responseRequested", () -> JSON.booleanNode(true));
        DEFAULTS.put("allowNewTimeProposals", () -> JSON.booleanNode(true));
        DEFAULTS.put("hideAttendees", () -> JSON.booleanNode(false));
        DEFAULTS.put("categories", JSON::arrayNode);
        DEFAULTS.put("attendees", JSON::arrayNode);
        DEFAULTS.put("locations", JSON::arrayNode);
        DEFAULTS.put("location", LocationInput::none);
    }

    private EventDefaults() {}

    /** Adds what is missing. */
    static void fill(ObjectNode event) {
        DEFAULTS.forEach((name, value) -> {
            if (!event.has(name)) {
                event.set(name, value.get());
            }
        });
    }

    /** Replaces null, which means the default. */
    static void replaceNulls(ObjectNode event) {
        DEFAULTS.forEach((name, value) -> {
            if (event.path(name).isNull()) {
                event.set(name, value.get());
            }
        });
    }
}
