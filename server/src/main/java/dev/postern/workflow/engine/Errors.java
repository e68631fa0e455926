package dev.postern.workflow.engine;

import dev.postern.workflow.expression.JsonValues;
import tools.jackson.databind.JsonNode;

/** Error objects in the history of runs. */
final class Errors {
    private Errors() {}

    static JsonNode of(String code, String message) {
        return JsonValues.object().put("code", code).put("message", message);
    }
}
