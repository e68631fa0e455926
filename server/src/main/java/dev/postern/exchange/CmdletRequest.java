package dev.postern.exchange;

import dev.postern.http.BodyTooLarge;
import dev.postern.http.Json;
import dev.postern.http.MalformedJson;
import dev.postern.http.Request;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The body of a request: {@code {"CmdletInput":{"CmdletName":"Get-Mailbox","Parameters":{}}}}.
 *
 * @param cmdlet the name as the client wrote it
 */
record CmdletRequest(String cmdlet, JsonNode parameters) {
    private static final int MAX_LENGTH = 1 << 20;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Reads the body. Throws {@link CmdletFailure} if it does not have this form. */
    static CmdletRequest read(Request request) {
        JsonNode body = json(request);
        JsonNode input = member(body, "CmdletInput");
        JsonNode name = input == null ? null : member(input, "CmdletName");
        if (input == null
                || name == null
                || !name.isString()
                || name.stringValue().isBlank()) {
            throw CmdletFailures.wrongRequest(
                    "The body must be {\"CmdletInput\":{\"CmdletName\":\"...\",\"Parameters\":{}}}.");
        }
        JsonNode parameters = member(input, "Parameters");
        if (parameters != null && !parameters.isObject() && !parameters.isNull()) {
            throw CmdletFailures.wrongRequest("Parameters must be an object.");
        }
        return new CmdletRequest(
                name.stringValue().strip(),
                parameters == null || parameters.isNull() ? JsonNodeFactory.instance.objectNode() : parameters);
    }

    private static JsonNode json(Request request) {
        try {
            byte[] content = request.body(MAX_LENGTH);
            Json.reserve(content, request.memory());
            return MAPPER.readTree(content);
        } catch (MalformedJson e) {
            throw CmdletFailures.wrongRequest(String.valueOf(e.getMessage()));
        } catch (BodyTooLarge e) {
            throw CmdletFailures.wrongRequest("The body is larger than " + e.limit() + " bytes.");
        } catch (JacksonException e) {
            throw CmdletFailures.wrongRequest("The body is not valid JSON: " + e.getOriginalMessage());
        }
    }

    private static @Nullable JsonNode member(JsonNode object, String name) {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (member.getKey().equalsIgnoreCase(name)) {
                return member.getValue();
            }
        }
        return null;
    }
}
