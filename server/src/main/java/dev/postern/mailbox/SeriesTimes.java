package dev.postern.mailbox;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The former times of a series as they are stored in a tombstone, so that the occurrences that it had can be computed. */
public record SeriesTimes(EventPart.Times times, JsonNode recurrence) {
    static SeriesTimes of(EventPart part) {
        JsonNode recurrence = part.recurrence();
        if (recurrence == null) {
            throw new IllegalArgumentException("Not a series");
        }
        return new SeriesTimes(part.times(), recurrence);
    }

    public static SeriesTimes read(String text) {
        ObjectNode json = EventProperties.read(text);
        return new SeriesTimes(
                EventPart.Times.of(
                        EventPart.ZonedTime.of(json.path("start")),
                        EventPart.ZonedTime.of(json.path("end")),
                        json.path("isAllDay").booleanValue(false)),
                json.path("recurrence"));
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("start", times.start().json());
        json.set("end", times.end().json());
        json.put("isAllDay", times.allDay());
        json.set("recurrence", recurrence);
        return json;
    }
}
