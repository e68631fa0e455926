package dev.postern.console.workflow;

import static dev.postern.console.workflow.WorkflowApi.text;

import tools.jackson.databind.JsonNode;

/** A run in a list. */
public record RunLine(
        String id, String link, String status, String trigger, String start, String duration, String error) {
    private static final int MAX_ERROR = 300;

    static RunLine of(Place place, JsonNode run) {
        JsonNode properties = run.path("properties");
        String id = text(run, "name");
        return new RunLine(
                id,
                place.run(id, ""),
                text(properties, "status"),
                text(properties.path("trigger"), "name"),
                text(properties, "startTime"),
                Tone.duration(text(properties, "startTime"), text(properties, "endTime")),
                error(properties));
    }

    /** Code and message of an error, cut; empty if there is none. */
    static String error(JsonNode properties) {
        // a called server says why in its answer
        JsonNode answered = properties.path("outputs").path("body").path("error");
        JsonNode error = properties.path("error").isObject() ? properties.path("error") : answered;
        if (!error.isObject() || text(properties, "status").equals("Succeeded")) {
            return "";
        }
        String code = text(error, "code");
        String message = text(error, "message");
        String both = code.isEmpty() || message.isEmpty() ? code + message : code + ": " + message;
        return both.length() <= MAX_ERROR
                ? both
                : both.substring(0, both.offsetByCodePoints(0, both.codePointCount(0, MAX_ERROR) - 1)) + "…";
    }
}
