package dev.postern.workflow.call;

import dev.postern.query.Folding;
import dev.postern.workflow.expression.ValueText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Encodes {@code {"$content-type": "multipart/...", "$multipart": [{headers, body}]}}. */
final class MultipartBody {
    private static final int MAX_PARTS = 1_000;

    private MultipartBody() {}

    static Bodies.Encoded encode(JsonNode body) {
        JsonNode parts = body.path("$multipart");
        if (!parts.isArray() || parts.isEmpty() || parts.size() > MAX_PARTS) {
            throw CallReader.invalid("body", "'$multipart' must be an array of 1 to " + MAX_PARTS + " parts");
        }
        String boundary = UUID.randomUUID().toString();
        var content = new ByteArrayOutputStream();
        for (JsonNode part : parts) {
            write(content, "--" + boundary + "\r\n");
            part(content, part);
        }
        write(content, "--" + boundary + "--\r\n");
        return new Bodies.Encoded(content.toByteArray(), type(body) + "; boundary=" + boundary);
    }

    /** Returns the type without parameters: a boundary of the definition could occur in a part. */
    private static String type(JsonNode body) {
        String type = body.path("$content-type")
                .asString("multipart/form-data")
                .split(";", 2)[0]
                .strip();
        if (!Folding.lower(type).matches("multipart/[a-z0-9.+-]{1,60}")) {
            throw CallReader.invalid("body", "the '$content-type' of '$multipart' must begin with 'multipart/'");
        }
        return type;
    }

    private static void part(ByteArrayOutputStream content, JsonNode part) {
        boolean typed = false;
        for (Map.Entry<String, JsonNode> header : part.path("headers").properties()) {
            String name = CallReader.name(header.getKey());
            typed |= name.equalsIgnoreCase("content-type");
            write(content, name + ": " + CallReader.value(name, ValueText.of(header.getValue())) + "\r\n");
        }
        Bodies.@Nullable Encoded encoded =
                part.path("body").has("$multipart") ? encode(part.path("body")) : Bodies.encode(part.path("body"));
        if (encoded != null && !typed && !part.path("body").isString()) {
            write(content, "Content-Type: " + CallReader.value("content-type", encoded.type()) + "\r\n");
        }
        write(content, "\r\n");
        if (encoded != null) {
            content.writeBytes(encoded.content());
        }
        write(content, "\r\n");
    }

    private static void write(ByteArrayOutputStream content, String text) {
        content.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
