package dev.postern.workflow.engine;

import dev.postern.workflow.expression.Json;
import tools.jackson.databind.JsonNode;

/** Errors in the history of runs. */
final class Errors {
    private Errors() {}

    static JsonNode of(String code, String message) {
        return Json.object().put("code", code).put("message", message);
    }
}
