package dev.postern.workflow.call;

import dev.postern.query.Folding;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.expression.ValueText;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Converts bodies between JSON values and bytes. */
public final class Bodies {
    /** A value in a tree costs many times the two bytes that it takes in an array of digits. */
    private static final JsonMapper BOUNDED = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(200)
                            .maxTokenCount(1_000_000)
                            .build())
                    .build())
            .build();

    private Bodies() {}

    /** The bytes of a body and the Content-Type to use if the definition specifies none; a null type for none. */
    public record Encoded(byte[] content, String type) {}

    /** Encodes a request body: text unchanged, binary content decoded, everything else as JSON. Null if there is none. */
    static @Nullable Encoded encode(JsonNode body) {
        if (body.isMissingNode() || body.isNull()) {
            return null;
        }
        if (body.isString()) {
            return new Encoded(body.stringValue().getBytes(StandardCharsets.UTF_8), "text/plain; charset=utf-8");
        }
        if (body.has("$multipart")) {
            return MultipartBody.encode(body);
        }
        if (ValueText.isBinary(body)) {
            return new Encoded(ValueText.bytes(body), body.path("$content-type").asString("application/octet-stream"));
        }
        return new Encoded(body.toString().getBytes(StandardCharsets.UTF_8), "application/json");
    }

    /** Decodes a response body: JSON as a value, text as text, everything else as binary content. Null if it is empty. */
    public static @Nullable JsonNode decode(byte[] content, String contentType) {
        if (content.length == 0) {
            return null;
        }
        String type = Folding.lower(contentType.split(";", 2)[0].strip());
        if (type.equals("application/json") || type.endsWith("+json")) {
            try {
                JsonNode value = BOUNDED.readTree(content);
                return value.isMissingNode() ? null : value;
            } catch (JacksonException e) {
                return JsonValues.text(new String(content, StandardCharsets.UTF_8));
            }
        }
        if (type.startsWith("text/")) {
            return JsonValues.text(new String(content, charset(contentType)));
        }
        return binary(content, contentType);
    }

    /** Returns a body as binary content. Null if it is empty. */
    static @Nullable JsonNode binary(byte[] content, String contentType) {
        return content.length == 0
                ? null
                : ValueText.binary(contentType.isEmpty() ? "application/octet-stream" : contentType, content);
    }

    private static Charset charset(String contentType) {
        int at = Folding.lower(contentType).indexOf("charset=");
        if (at < 0) {
            return StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(contentType
                    .substring(at + 8)
                    .split(";", 2)[0]
                    .replace("\"", "")
                    .strip());
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return StandardCharsets.UTF_8;
        }
    }
}
