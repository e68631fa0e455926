package dev.postern.workflow.api;

import dev.postern.http.Json;
import dev.postern.workflow.api.WorkflowApi.Call;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Pages of lists that are in memory. Their number of elements is limited, so without {@code $top} there is one page. */
final class Pages {
    private Pages() {}

    /** @param key orders the list; the link to the next page contains that of the last element */
    static <T> JsonNode of(Call call, List<T> all, Function<T, String> key, Function<T, JsonNode> shape) {
        String behind = call.query().get("$skiptoken").orElse("");
        int top = call.query().get("$top").isEmpty()
                ? Integer.MAX_VALUE
                : call.query().top();
        List<T> rest =
                all.stream().filter(one -> key.apply(one).compareTo(behind) > 0).toList();
        ObjectNode root = Json.object();
        ArrayNode value = root.putArray("value");
        rest.stream().limit(top).forEach(one -> value.add(shape.apply(one)));
        if (rest.size() > top) {
            root.put("nextLink", next(call, top, key.apply(rest.get(top - 1))));
        }
        return root;
    }

    private static String next(Call call, int top, String behind) {
        String filter = call.query().get("$filter").orElse("");
        return call.request().base() + call.request().rawPath() + "?api-version="
                + encode(call.query().get("api-version").orElse("")) + "&%24top=" + top
                + (filter.isEmpty() ? "" : "&%24filter=" + encode(filter)) + "&%24skiptoken=" + encode(behind);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
