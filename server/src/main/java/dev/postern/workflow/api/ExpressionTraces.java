package dev.postern.workflow.api;

import dev.postern.http.Json;
import dev.postern.workflow.expression.BadExpression;
import dev.postern.workflow.expression.Template;
import dev.postern.workflow.row.ActionRow;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The expressions of an action with the values that they had when it ran. Nothing is evaluated again, because variables and the time have
 * changed since: a value is that of the same place of the stored inputs, masked as they are. An expression whose value is not in the inputs,
 * such as one that is evaluated for each element, has none.
 */
final class ExpressionTraces {
    private static final int MAX_TRACES = 500;
    private static final int MAX_VALUE = 16_384;
    private static final List<String> MEMBERS = List.of("inputs", "foreach", "expression");

    private final ActionRow row;
    private final ArrayNode traces = Json.array();

    private ExpressionTraces(ActionRow row) {
        this.row = row;
    }

    /** Finds an action in a definition; null if there is none. */
    static @Nullable JsonNode source(JsonNode scope, String action) {
        for (Map.Entry<String, JsonNode> entry : scope.path("actions").properties()) {
            JsonNode found = entry.getKey().equals(action) ? entry.getValue() : source(entry.getValue(), action);
            if (found != null) {
                return found;
            }
        }
        for (String branch : List.of("else", "default")) {
            JsonNode found = scope.path(branch).isObject() ? source(scope.path(branch), action) : null;
            if (found != null) {
                return found;
            }
        }
        for (JsonNode one : scope.path("cases")) {
            JsonNode found = source(one, action);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    static JsonNode of(JsonNode source, ActionRow row) {
        ExpressionTraces traces = new ExpressionTraces(row);
        for (String member : MEMBERS) {
            JsonNode written = source.path(member);
            JsonNode inputs = row.inputs();
            JsonNode value = member.equals("expression") && inputs != null
                    ? written.isString() ? inputs.get("expressionResult") : null
                    : inputs;
            traces.collect(member, written, value);
        }
        traces.fail();
        ObjectNode root = Json.object();
        root.set("inputs", traces.traces);
        return root;
    }

    private void collect(String path, JsonNode written, @Nullable JsonNode value) {
        if (written.isObject()) {
            for (Map.Entry<String, JsonNode> entry : written.properties()) {
                collect(
                        path + "." + entry.getKey(),
                        entry.getValue(),
                        value == null ? null : value.get(entry.getKey()));
            }
        } else if (written.isArray()) {
            for (int i = 0; i < written.size(); i++) {
                collect(path + "[" + i + "]", written.get(i), value == null ? null : value.get(i));
            }
        } else if (written.isString() && isExpression(written) && traces.size() < MAX_TRACES) {
            add(path, written.stringValue(), value);
        }
    }

    private static boolean isExpression(JsonNode text) {
        try {
            return !Template.of(text).constant();
        } catch (BadExpression e) {
            return false;
        }
    }

    private void add(String path, String text, @Nullable JsonNode value) {
        ObjectNode trace = traces.addObject();
        trace.put("text", text).put("path", path);
        if (value != null && value.toString().length() <= MAX_VALUE) {
            trace.set("value", value);
        }
        trace.putArray("subexpressions");
    }

    /** Adds the error to the expression that it quotes. If it quotes none, any of those without a value may have failed. */
    private void fail() {
        JsonNode error = row.error();
        if (error == null
                || row.inputs() != null
                || !error.path("code").asString("").equals("InvalidTemplate")) {
            return;
        }
        String message = error.path("message").asString("");
        List<ObjectNode> quoted = traces.valueStream()
                .map(ObjectNode.class::cast)
                .filter(trace ->
                        message.contains(trace.path("text").asString("").replaceFirst("^@(?!\\{)", "")))
                .toList();
        (quoted.isEmpty() ? traces.valueStream().map(ObjectNode.class::cast).toList() : quoted)
                .forEach(trace -> trace.set("error", error));
    }
}
