package dev.postern.graph.calendar;

import dev.postern.http.Json;
import dev.postern.mailbox.setting.CalendarConfiguration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The values of writable properties that an event has if a caller gives none.
 *
 * @param configuration of the mailbox; read only if its values are needed
 */
record EventDefaults(Supplier<CalendarConfiguration> configuration) {
    private static final String REMINDER = "isReminderOn";
    private static final String REMINDER_MINUTES = "reminderMinutesBeforeStart";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Map<String, Supplier<JsonNode>> DEFAULTS = new LinkedHashMap<>();

    static {
        DEFAULTS.put("subject", () -> JSON.stringNode(""));
        DEFAULTS.put("body", () -> Json.object().put("contentType", "html").put("content", ""));
        DEFAULTS.put("importance", () -> JSON.stringNode("normal"));
        DEFAULTS.put("sensitivity", () -> JSON.stringNode("normal"));
        DEFAULTS.put("showAs", () -> JSON.stringNode("busy"));
        DEFAULTS.put("isAllDay", () -> JSON.booleanNode(false));
        DEFAULTS.put("responseRequested", () -> JSON.booleanNode(true));
        DEFAULTS.put("allowNewTimeProposals", () -> JSON.booleanNode(true));
        DEFAULTS.put("hideAttendees", () -> JSON.booleanNode(false));
        DEFAULTS.put("categories", JSON::arrayNode);
        DEFAULTS.put("attendees", JSON::arrayNode);
        DEFAULTS.put("locations", JSON::arrayNode);
        DEFAULTS.put("location", LocationInput::none);
    }

    /** Adds what is missing. */
    void fill(ObjectNode event) {
        DEFAULTS.forEach((name, value) -> {
            if (!event.has(name)) {
                event.set(name, value.get());
            }
        });
        if (!event.has(REMINDER) || !event.has(REMINDER_MINUTES)) {
            CalendarConfiguration own = configuration.get();
            if (!event.has(REMINDER)) {
                event.put(REMINDER, own.reminders());
            }
            if (!event.has(REMINDER_MINUTES)) {
                event.put(REMINDER_MINUTES, own.reminderMinutes());
            }
        }
    }

    /** Replaces null, which means the default. */
    void replaceNulls(ObjectNode event) {
        DEFAULTS.forEach((name, value) -> {
            if (event.path(name).isNull()) {
                event.set(name, value.get());
            }
        });
        if (event.path(REMINDER).isNull()) {
            event.put(REMINDER, configuration.get().reminders());
        }
        if (event.path(REMINDER_MINUTES).isNull()) {
            event.put(REMINDER_MINUTES, configuration.get().reminderMinutes());
        }
    }
}
