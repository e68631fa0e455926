package dev.postern.workflow.api;

import dev.postern.http.Json;
import dev.postern.query.Folding;
import dev.postern.workflow.engine.CallbackKeys;
import dev.postern.workflow.engine.CallbackUrl;
import dev.postern.workflow.engine.WorkflowRow;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    /** @param resource the path of what has the content, below its workflow */
    static String readPermission(String resource, String part) {
        return resource + "/" + Folding.lower(part) + "/read";
    }

    /** The permission to read the data of a trigger's history. */
    static String historyPermission(String trigger, String history, String part) {
        return readPermission(history(trigger, history), part);
    }

    static String history(String trigger, String history) {
        return "/triggers/" + trigger + "/histories/" + history;
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

    /**
     * Returns a link to a content of a run, such as the inputs of an action. It is valid for some hours and for nothing else.
     *
     * @param resource the path of what has the content, below its workflow
     */
    JsonNode content(WorkflowRow row, String resource, String part, byte[] content) {
        String permitted = readPermission(resource, part);
        String expires = String.valueOf(now.plus(LIFE).getEpochSecond());
        String signature = signatures.sign(row, CallbackKeys.Slot.PRIMARY, permitted, expires);
        String path = Stream.of(resource.split("/")).map(Links::encode).collect(Collectors.joining("/"));
        String hash = hash(content);
        ObjectNode link = Json.object();
        link.put("uri", endpoint(row) + path + "/contents/" + part + "?" + query(permitted, expires, signature));
        link.put("contentVersion", "\"" + hash + "\"");
        link.put("contentSize", content.length);
        link.putObject("contentHash").put("algorithm", "sha256").put("value", hash);
        return link;
    }

    private static String hash(byte[] content) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String query(String permitted, String expires, String signature) {
        return CallbackUrl.query(permitted, expires, signature);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
