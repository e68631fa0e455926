package dev.postern.workflow.api;

import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.workflow.api.WorkflowApi.Call;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Pages of lists. The link to the next page contains the key of the last element. */
final class Pages {
    private static final int MAX_TOKEN = 200;

    private Pages() {}

    /** Returns the key behind which the page begins; empty for the first page. */
    static String behind(Call call) {
        String token = call.query().get("$skiptoken").orElse("");
        if (token.length() > MAX_TOKEN) {
            throw wrong();
        }
        return token;
    }

    /** Returns the number behind which the page begins; -1 for the first page. */
    static int behindNumber(Call call) {
        String token = behind(call);
        if (!token.matches("[0-9]{0,6}")) {
            throw wrong();
        }
        return token.isEmpty() ? -1 : Integer.parseInt(token);
    }

    private static ArmFailure wrong() {
        return new ArmFailure(
                400, "InvalidSkipToken", "The value of '$skiptoken' is not one of a link to a next page.");
    }

    /**
     * Returns a page of a list that is in memory. The number of its elements is limited, so without {@code $top} there is one page.
     *
     * @param key orders the list
     */
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
            root.put("nextLink", next(call, key.apply(rest.get(top - 1))));
        }
        return root;
    }

    /**
     * Returns a page of a list that is read page by page.
     *
     * @param keys those of the page and, if there are more, at least one further
     * @param shape null if the element no longer exists
     */
    static <K> Response page(Call call, List<K> keys, Function<K, @Nullable JsonNode> shape) {
        int top = call.query().top();
        ObjectNode root = Json.object();
        ArrayNode value = root.putArray("value");
        call.links()
                .together(() -> keys.stream().limit(top).forEach(key -> {
                    JsonNode one = shape.apply(key);
                    if (one != null) {
                        value.add(one);
                    }
                }));
        if (keys.size() > top) {
            root.put("nextLink", next(call, String.valueOf(keys.get(top - 1))));
        }
        return Json.response(200, root);
    }

    /** @param last the key of the last element of this page */
    static String next(Call call, String last) {
        String filter = call.query().get("$filter").orElse("");
        return call.request().base() + call.request().rawPath() + "?api-version="
                + encode(call.query().get("api-version").orElse("")) + "&%24top="
                + call.query().top()
                + (filter.isEmpty() ? "" : "&%24filter=" + encode(filter)) + "&%24skiptoken=" + encode(last);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
