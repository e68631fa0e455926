package dev.postern.workflow.api;

import dev.postern.http.Json;
import dev.postern.query.Folding;
import dev.postern.workflow.engine.ActionRow;
import dev.postern.workflow.engine.CallbackKeys;
import dev.postern.workflow.engine.CallbackUrl;
import dev.postern.workflow.engine.RunRow;
import dev.postern.workflow.engine.TriggerHistory;
import dev.postern.workflow.engine.WorkflowRow;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Creates signed URLs, on the host that the caller used. */
record Links(URI base, Signatures signatures, Instant now) {
    static final String API_VERSION = CallbackUrl.API_VERSION;
    private static final Duration LIFE = Duration.ofHours(4);

    static String id(WorkflowRow row) {
        return row.key().id().toString().replace("-", "");
    }

    String endpoint(WorkflowRow row) {
        return base + "/workflows/" + id(row);
    }

    static String runPermission(String trigger) {
        return CallbackUrl.permission(trigger);
    }

    static String readPermission(String run, String action, String part) {
        return "/runs/" + run + "/actions/" + action + "/" + Folding.lower(part) + "/read";
    }

    /** The permission to read the data of a trigger's history. */
    static String historyPermission(String trigger, String history, String part) {
        return "/triggers/" + trigger + "/histories/" + history + "/" + Folding.lower(part) + "/read";
    }

    /**
     * Returns the result of {@code listCallbackUrl}.
     *
     * @param relative the template of the path behind the URL; empty for none
     */
    JsonNode callback(
            WorkflowRow row, String trigger, String relative, String method, boolean secondary, String expires) {
        String permitted = runPermission(trigger);
        CallbackKeys.Slot slot = secondary ? CallbackKeys.Slot.SECONDARY : CallbackKeys.Slot.PRIMARY;
        String signature = signatures.sign(row, slot, permitted, expires);
        String path = endpoint(row) + "/triggers/" + encode(trigger) + "/paths/invoke";
        ObjectNode shape = Json.object();
        String behind = relative.isEmpty() || relative.startsWith("/") ? relative : "/" + relative;
        shape.put("value", path + behind + "?" + query(permitted, expires, signature));
        shape.put("method", method);
        shape.put("basePath", path);
        if (!relative.isEmpty()) {
            shape.put("relativePath", relative);
            shape.putArray("relativePathParameters");
        }
        ObjectNode queries = shape.putObject("queries");
        queries.put("api-version", API_VERSION);
        queries.put("sp", permitted);
        queries.put("sv", Signatures.VERSION);
        queries.put("sig", signature);
        if (!expires.isEmpty()) {
            queries.put("se", expires);
        }
        return shape;
    }

    /** Returns a link to the inputs or outputs of an action. It is valid for some hours and for nothing else. */
    JsonNode content(WorkflowRow row, RunRow run, ActionRow action, String part, JsonNode content) {
        return link(
                row,
                readPermission(run.key().name(), action.name(), part),
                "/runs/" + run.key().name() + "/actions/" + encode(action.name()) + "/contents/" + part,
                content);
    }

    /** Returns a link to the inputs or outputs of a trigger, with the same validity. */
    JsonNode content(WorkflowRow row, TriggerHistory history, String part, JsonNode content) {
        return link(
                row,
                historyPermission(history.trigger(), history.name(), part),
                "/triggers/" + encode(history.trigger()) + "/histories/" + history.name() + "/contents/" + part,
                content);
    }

    private JsonNode link(WorkflowRow row, String permitted, String path, JsonNode content) {
        String expires = String.valueOf(now.plus(LIFE).getEpochSecond());
        String signature = signatures.sign(row, CallbackKeys.Slot.PRIMARY, permitted, expires);
        ObjectNode link = Json.object();
        link.put("uri", endpoint(row) + path + "?" + query(permitted, expires, signature));
        link.put("contentVersion", "\"" + Integer.toHexString(content.hashCode()) + "\"");
        link.put("contentSize", content.toString().getBytes(StandardCharsets.UTF_8).length);
        return link;
    }

    private static String query(String permitted, String expires, String signature) {
        return CallbackUrl.query(permitted, expires, signature);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
