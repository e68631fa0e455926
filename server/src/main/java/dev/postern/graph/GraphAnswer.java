package dev.postern.graph;

import dev.postern.graph.model.MetadataLevel;
import dev.postern.http.Json;
import dev.postern.http.Response;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** Responses with Graph's headers. The edge adds the headers of every response. */
public final class GraphAnswer {
    private GraphAnswer() {}

    public static Response ok(JsonNode content, MetadataLevel level) {
        return json(200, content, level);
    }

    /**
     * @param location the URL of the created object
     */
    public static Response created(JsonNode content, MetadataLevel level, String location) {
        return json(201, content, level).with("Location", location);
    }

    public static Response json(int status, JsonNode content, MetadataLevel level) {
        return Response.of(status, contentType(level), Json.write(content));
    }

    /**
     * 202: accepted and on disk. No content and no Content-Type, because clients parse everything that is declared as
     * JSON.
     */
    public static Response accepted() {
        return Response.empty(202);
    }

    public static Response noContent() {
        return Response.empty(204);
    }

    /** The response to {@code $count}: only the number. */
    public static Response count(long number) {
        return Response.of(200, "text/plain", Long.toString(number).getBytes(StandardCharsets.US_ASCII));
    }

    /** The Content-Type of JSON at a metadata level. */
    public static String contentType(MetadataLevel level) {
        return "application/json;odata.metadata=" + level.wireName()
                + ";odata.streaming=true;IEEE754Compatible=false;charset=utf-8";
    }
}
