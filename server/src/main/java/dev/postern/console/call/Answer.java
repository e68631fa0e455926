package dev.postern.console.call;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What an edge answered.
 *
 * @param json missing if there was no JSON
 * @param warnings what the change does besides what was asked for, such as widening access
 */
public record Answer(int status, JsonNode json, List<String> warnings) {
    public Answer {
        warnings = List.copyOf(warnings);
    }

    /** The elements of {@code value}. */
    public List<JsonNode> values() {
        return json.path("value").valueStream().toList();
    }
}
