package dev.postern.workflow.connector;

import dev.postern.workflow.expression.JsonValues;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request to Graph for one mailbox.
 *
 * @param path the segments after the mailbox, not encoded
 */
public record OutlookRequest(
        String method,
        String mailbox,
        List<String> path,
        Map<String, String> queries,
        Map<String, String> headers,
        @Nullable JsonNode body) {
    /** The service, and the audience of the token for it. */
    public static final String GRAPH = "https://graph.microsoft.com";

    public OutlookRequest {
        path = List.copyOf(path);
        queries = Collections.unmodifiableMap(new LinkedHashMap<>(queries));
        headers = Map.copyOf(headers);
    }

    static OutlookRequest get(String mailbox, List<String> path, Map<String, String> queries) {
        return new OutlookRequest("GET", mailbox, path, queries, Map.of(), null);
    }

    static OutlookRequest post(String mailbox, List<String> path, @Nullable JsonNode body) {
        return new OutlookRequest("POST", mailbox, path, Map.of(), Map.of(), body);
    }

    static List<String> message(String id, String... more) {
        var path = new ArrayList<>(List.of("messages", id));
        path.addAll(List.of(more));
        return path;
    }

    /** Demands ids that stay the same when a message is moved. */
    OutlookRequest withUnchangingIds() {
        return new OutlookRequest(method, mailbox, path, queries, Map.of("Prefer", "IdType=\"ImmutableId\""), body);
    }

    public String uri() {
        var uri = new StringBuilder(GRAPH).append("/v1.0/users/").append(encoded(mailbox));
        path.forEach(segment -> uri.append('/').append(encoded(segment)));
        char before = '?';
        for (Map.Entry<String, String> query : queries.entrySet()) {
            uri.append(before).append(query.getKey()).append('=').append(encoded(query.getValue()));
            before = '&';
        }
        return uri.toString();
    }

    /** Returns the inputs of an Http action that sends this request. */
    public JsonNode inputs(JsonNode authentication) {
        ObjectNode inputs = JsonValues.object();
        inputs.put("method", method);
        inputs.put("uri", uri());
        ObjectNode sent = inputs.putObject("headers");
        headers.forEach(sent::put);
        if (body != null) {
            inputs.set("body", body);
        }
        inputs.set("authentication", authentication);
        return inputs;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%40", "@");
    }
}
