package dev.postern.workflow.api;

import dev.postern.http.Json;
import dev.postern.query.Folding;
import dev.postern.workflow.engine.ActionRow;
import dev.postern.workflow.engine.CallbackKeys;
import dev.postern.workflow.engine.RunRow;
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
    static final String API_VERSION = "2016-10-01";
    private static final Duration LIFE = Duration.ofHours(4);

    static String id(WorkflowRow row) {
        return row.key().id().toString().replace("-", "");
    }

    String endpoint(WorkflowRow row) {
        return base + "/workflows/" + id(row);
    }

    static String runPermission(String trigger) {
        return "/triggers/" + trigger + "/run";
    }

    static String readPermission(String run, String action, String part) {
        return "/runs/" + run + "/actions/" + action + "/" + Folding.lower(part) + "/read";
    }

    /** Returns the result of {@code listCallbackUrl}. */
    JsonNode callback(WorkflowRow row, String trigger, String method, boolean secondary, String expires) {
        String permitted = runPermission(trigger);
        CallbackKeys.Slot slot = secondary ? CallbackKeys.Slot.SECONDARY : CallbackKeys.Slot.PRIMARY;
        String signature = signatures.sign(row, slot, permitted, expires);
        String path = endpoint(row) + "/triggers/" + encode(trigger) + "/paths/invoke";
        ObjectNode shape = Json.object();
        shape.put("value", path + "?" + query(permitted, expires, signature));
        shape.put("method", method);
        shape.put("basePath", path);
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
        String permitted = readPermission(run.key().name(), action.name(), part);
        String expires = String.valueOf(now.plus(LIFE).getEpochSecond());
        String signature = signatures.sign(row, CallbackKeys.Slot.PRIMARY, permitted, expires);
        ObjectNode link = Json.object();
        link.put(
                "uri",
                endpoint(row) + "/runs/" + run.key().name() + "/actions/" + encode(action.name()) + "/contents/" + part
                        + "?" + query(permitted, expires, signature));
        link.put("contentVersion", "\"" + Integer.toHexString(content.hashCode()) + "\"");
        link.put("contentSize", content.toString().getBytes(StandardCharsets.UTF_8).length);
        return link;
    }

    private static String query(String permitted, String expires, String signature) {
        return "api-version=" + API_VERSION + (expires.isEmpty() ? "" : "&se=" + expires) + "&sp=" + encode(permitted)
                + "&sv=" + Signatures.VERSION + "&sig=" + signature;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
