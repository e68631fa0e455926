package dev.postern.graph;

import dev.postern.graph.model.MetadataLevel;
import dev.postern.http.Json;
import dev.postern.http.Response;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** Answers with the headers that Graph gives them. What every answer carries is added by the edge. */
public final class GraphAnswer {
    private GraphAnswer() {}

    public static Response ok(JsonNode content, MetadataLevel level) {
        return json(200, content, level);
    }

    /** @param location the address of what was made */
    public static Response created(JsonNode content, MetadataLevel level, String location) {
        return json(201, content, level).with("Location", location);
    }

    public static Response json(int status, JsonNode content, MetadataLevel level) {
        return Response.of(status, contentType(level), Json.write(content));
    }

    /** 202: taken, and on disk. No content and no Content-Type, for clients parse what claims to be JSON. */
    public static Response accepted() {
        return Response.empty(202);
    }

    public static Response noContent() {
        return Response.empty(204);
    }

    /** The answer to {@code $count}: the bare number. */
    public static Response count(long number) {
        return Response.of(200, "text/plain", Long.toString(number).getBytes(StandardCharsets.US_ASCII));
    }

    /** The Content-Type of JSON at a level of annotations. */
    public static String contentType(MetadataLevel level) {
        return "application/json;odata.metadata=" + level.wireName()
                + ";odata.streaming=true;IEEE754Compatible=false;charset=utf-8";
    }
}
