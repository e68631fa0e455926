package dev.postern.workflow.engine;

import dev.postern.workflow.expression.Json;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes secrets out of inputs before anybody sees them: the Authorization header, cookies, and what authentication holds. */
public final class Masking {
    private static final String MASK = "*sanitized*";

    private Masking() {}

    public static JsonNode inputs(JsonNode inputs) {
        if (!inputs.isObject()) {
            return inputs;
        }
        ObjectNode masked = Json.object();
        for (Map.Entry<String, JsonNode> entry : inputs.properties()) {
            masked.set(
                    entry.getKey(),
                    switch (entry.getKey()) {
                        case "headers" -> headers(entry.getValue());
                        case "authentication" -> authentication(entry.getValue());
                        case "cookie" -> Json.text(MASK);
                        default -> entry.getValue();
                    });
        }
        return masked;
    }

    private static JsonNode headers(JsonNode headers) {
        ObjectNode masked = Json.object();
        for (Map.Entry<String, JsonNode> entry : headers.properties()) {
            String name = entry.getKey();
            boolean secret = name.equalsIgnoreCase("authorization") || name.equalsIgnoreCase("proxy-authorization");
            masked.set(name, secret ? Json.text(MASK) : entry.getValue());
        }
        return masked;
    }

    /** Only what says how, never what proves it. */
    private static JsonNode authentication(JsonNode authentication) {
        ObjectNode masked = Json.object();
        for (Map.Entry<String, JsonNode> entry : authentication.properties()) {
            boolean open = switch (entry.getKey()) {
                case "type", "audience", "identity", "username" -> true;
                default -> false;
            };
            masked.set(entry.getKey(), open ? entry.getValue() : Json.text(MASK));
        }
        return masked;
    }
}
