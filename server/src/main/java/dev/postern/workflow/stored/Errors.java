package dev.postern.workflow.stored;

import dev.postern.workflow.expression.JsonValues;
import tools.jackson.databind.JsonNode;

/** Error objects in the history of runs. */
public final class Errors {
    private Errors() {}

    public static JsonNode of(String code, String message) {
        return JsonValues.object().put("code", code).put("message", message);
    }
}
