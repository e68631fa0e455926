package dev.postern.graph.item;

import dev.postern.graph.GraphRequest;
import dev.postern.http.Response;
import java.util.Arrays;
import java.util.List;

/** The versions that a caller already has. Tags are compared weakly, and a malformed tag matches nothing. */
public final class IfNoneMatch {
    private IfNoneMatch() {}

    /** The response, or 304 if the caller has this version. */
    public static Response of(GraphRequest request, Response full) {
        String tags = String.join(",", request.http().headers("If-None-Match"));
        String etag = String.join("", full.headers().getOrDefault("ETag", List.of()));
        boolean known = Arrays.stream(tags.split(","))
                .map(String::strip)
                .anyMatch(tag -> tag.equals("*") || strong(tag).equals(strong(etag)));
        return known && !etag.isEmpty() ? Response.empty(304).with("ETag", etag) : full;
    }

    private static String strong(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }
}
