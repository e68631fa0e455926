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

/** Pages of lists that are read page by page. The link to the next page contains the key of the last element. */
final class NextLink {
    private static final int MAX_TOKEN = 200;

    private NextLink() {}

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
     * Returns a page.
     *
     * @param keys those of the page and, if there are more, at least one further
     * @param shape null if the element no longer exists
     */
    static <K> Response page(Call call, List<K> keys, Function<K, @Nullable JsonNode> shape) {
        int top = call.query().top();
        ObjectNode root = Json.object();
        ArrayNode value = root.putArray("value");
        call.links().together(() -> keys.stream().limit(top).forEach(key -> {
            JsonNode one = shape.apply(key);
            if (one != null) {
                value.add(one);
            }
        }));
        if (keys.size() > top) {
            root.put("nextLink", of(call, String.valueOf(keys.get(top - 1))));
        }
        return Json.response(200, root);
    }

    /** @param last the key of the last element of this page */
    private static String of(Call call, String last) {
        String filter = call.query().get("$filter").orElse("");
        return call.request().base() + call.request().rawPath() + "?api-version="
                + encode(call.query().get("api-version").orElse("")) + "&%24top="
                + call.query().top()
                + (filter.isEmpty() ? "" : "&%24filter=" + encode(filter)) + "&%24skiptoken=" + encode(last);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
