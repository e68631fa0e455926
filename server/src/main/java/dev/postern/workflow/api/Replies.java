package dev.postern.workflow.api;

import dev.postern.http.Response;
import dev.postern.query.Folding;
import dev.postern.workflow.expression.ValueText;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Converts the response of a Response action to the HTTP response for the caller of the trigger. */
final class Replies {
    private static final Set<String> OURS = Set.of("content-type", "content-length", "transfer-encoding", "connection");

    private Replies() {}

    static Response of(JsonNode response) {
        JsonNode headers = response.path("headers");
        JsonNode body = response.path("body");
        String type = "";
        for (Map.Entry<String, JsonNode> header : headers.properties()) {
            type = header.getKey().equalsIgnoreCase("content-type") ? ValueText.of(header.getValue()) : type;
        }
        int status = response.path("statusCode").asInt(200);
        Response answer = body.isMissingNode() || body.isNull() ? Response.empty(status) : content(status, body, type);
        for (Map.Entry<String, JsonNode> header : headers.properties()) {
            String value = ValueText.of(header.getValue());
            // A line break in a value would let data of the workflow add headers.
            boolean clean = value.chars().allMatch(c -> c >= ' ' && c != 127);
            if (clean && !OURS.contains(Folding.lower(header.getKey()))) {
                answer = answer.with(header.getKey(), value);
            }
        }
        return answer;
    }

    private static Response content(int status, JsonNode body, String type) {
        if (ValueText.isBinary(body)) {
            String own = body.path("$content-type").asString("application/octet-stream");
            return Response.of(status, type.isEmpty() ? own : type, ValueText.bytes(body));
        }
        boolean text = body.isString();
        byte[] content = (text ? body.stringValue() : body.toString()).getBytes(StandardCharsets.UTF_8);
        String own = text ? "text/plain; charset=utf-8" : "application/json; charset=utf-8";
        return Response.of(status, type.isEmpty() ? own : type, content);
    }
}
