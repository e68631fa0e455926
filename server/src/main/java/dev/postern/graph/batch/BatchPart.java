package dev.postern.graph.batch;

import dev.postern.graph.GraphFailure;
import dev.postern.http.BadRequest;
import dev.postern.http.Json;
import dev.postern.http.NestedRequest;
import dev.postern.http.Request;
import dev.postern.http.Segments;
import dev.postern.query.Folding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One request of a batch.
 *
 * @param name its id as the caller wrote it
 * @param target path and query, below the version
 * @param own its headers; the token is always that of the batch
 * @param outer the batch
 * @param segments of its path, decoded in the same way as in other requests
 */
public record BatchPart(
        String name,
        String method,
        String target,
        List<String> dependsOn,
        Map<String, String> own,
        byte[] content,
        Request outer,
        List<String> segments)
        implements NestedRequest {
    /** The maximum length of the first line of a single request. */
    private static final int MAX_LENGTH = 16 * 1024;

    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

    /** Graph requires a body in each of these, also where a single request has none. */
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

    static BatchPart of(JsonNode given, Request batch) {
        String name = text(given, "id");
        String method = METHODS.stream()
                .filter(text(given, "method")::equalsIgnoreCase)
                .findFirst()
                .orElse("");
        String url = text(given, "url");
        if (name.length() > MAX_LENGTH || url.length() > MAX_LENGTH) {
            throw GraphFailure.badRequest(
                    "An 'id' or 'url' in a batch can have at most " + MAX_LENGTH + " characters.");
        }
        if (name.isBlank() || method.isEmpty() || url.isBlank() || url.split("\\?", 2)[0].contains("://")) {
            throw GraphFailure.badRequest(
                    "Each request of a batch must have an 'id', a 'method' and a relative 'url', all of them strings.");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        given.path("headers").forEachEntry((header, value) -> {
            if (!header.equalsIgnoreCase("Authorization")) {
                headers.put(header, value.isString() ? value.stringValue() : value.toString());
            }
        });
        List<String> dependsOn = new ArrayList<>();
        given.path("dependsOn").forEach(one -> dependsOn.add(Folding.lower(one.asString(""))));
        String target = encoded(url.startsWith("/") ? url : "/" + url);
        BatchPart part = new BatchPart(
                name,
                method,
                target,
                List.copyOf(dependsOn),
                Map.copyOf(headers),
                new byte[0],
                batch,
                segments(name, target));
        return part.with(part.content(given.get("body")));
    }

    private static String text(JsonNode given, String name) {
        return given.path(name).isString() ? given.path(name).stringValue() : "";
    }

    private BatchPart with(byte[] body) {
        return new BatchPart(name, method, target, dependsOn, own, body, outer, segments);
    }

    private byte[] content(@Nullable JsonNode body) {
        String type = Folding.lower(header("Content-Type").orElse(""));
        boolean empty = body == null || body.isNull();
        if (!WITH_BODY.contains(method) && !empty && type.isBlank()) {
            throw GraphFailure.badRequest(
                    "The request '" + name + "' of the batch has a body and no Content-Type header.");
        }
        if (WITH_BODY.contains(method) && (empty || type.isBlank())) {
            throw GraphFailure.badRequest(
                    "Write request id : " + name + " does not contain Content-Type header or body.");
        }
        if (body == null || body.isNull()) {
            return new byte[0];
        }
        if (!body.isString() || type.startsWith("application/json")) {
            return counted(Json.write(body), outer);
        }
        String text = body.stringValue();
        if (type.startsWith("text/")) {
            // MIME is base64 in a single request too
            return counted(text.getBytes(StandardCharsets.UTF_8), outer);
        }
        try {
            return counted(Base64.getDecoder().decode(text), outer);
        } catch (IllegalArgumentException e) {
            throw GraphFailure.badRequest("The body of the request '" + name + "' of the batch is not base64.");
        }
    }

    private static byte[] counted(byte[] content, Request batch) {
        batch.memory().take(content.length);
        return content;
    }

    /** Ids are compared without case. */
    String id() {
        return Folding.lower(name);
    }

    @Override
    public String rawPath() {
        return "/v1.0" + NestedRequest.path(target);
    }

    /** An unreadable part is refused before any part of the batch is executed. */
    private static List<String> segments(String name, String target) {
        try {
            return Segments.of("/v1.0" + NestedRequest.path(target));
        } catch (BadRequest e) {
            throw GraphFailure.badRequest(
                    "The url of the request '" + name + "' is malformed. " + String.valueOf(e.getMessage()));
        }
    }

    /** Encodes a URL that a caller wrote by hand, with spaces and non-ASCII letters. */
    private static String encoded(String url) {
        StringBuilder encoded = new StringBuilder(url.length());
        for (byte b : url.getBytes(StandardCharsets.UTF_8)) {
            if (b > ' ' && b < 0x7f) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return encoded.toString();
    }

    @Override
    public List<String> headers(String header) {
        return header.equalsIgnoreCase("Authorization") ? outer.headers(header) : NestedRequest.super.headers(header);
    }

    @Override
    public String clientRequestId() {
        return header("client-request-id").filter(id -> id.length() <= 100).orElseGet(outer::clientRequestId);
    }
}
