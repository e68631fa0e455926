package dev.postern.workflow.api;

import dev.postern.http.Json;
import dev.postern.query.Folding;
import dev.postern.workflow.stored.CallbackKeys;
import dev.postern.workflow.stored.CallbackUrl;
import dev.postern.workflow.stored.WorkflowRow;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Creates the signed URLs of one response, on the host that the caller used. Not thread-safe. */
final class Links {
    static final String API_VERSION = CallbackUrl.API_VERSION;
    private static final Duration LIFE = Duration.ofHours(4);

    private final URI base;
    private final CallbackKeys keys;
    private final Instant now;
    private final List<Unsigned> open = new ArrayList<>();
    private boolean together;

    Links(URI base, CallbackKeys keys, Instant now) {
        this.base = base;
        this.keys = keys;
        this.now = now;
    }

    static String id(WorkflowRow row) {
        return row.key().id().toString().replace("-", "");
    }

    String endpoint(WorkflowRow row) {
        return base + "/workflows/" + id(row);
    }

    static String runPermission(String trigger) {
        return CallbackUrl.permission(trigger);
    }

    /** @param resource the segments of the path of what has the content, below its workflow */
    static String readPermission(List<String> resource, String part) {
        return "/" + String.join("/", resource) + "/" + Folding.lower(part) + "/read";
    }

    /** The permission to read the data of a trigger's history. */
    static String historyPermission(String trigger, String history, String part) {
        return readPermission(history(trigger, history), part);
    }

    /** The segments of the path of a trigger's history. */
    static List<String> history(String trigger, String history) {
        return List.of("triggers", trigger, "histories", history);
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
        String signature = Signatures.sign(keys.signer(row, slot), permitted, expires);
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
     * @param resource the segments of the path of what has the content, below its workflow
     */
    JsonNode content(WorkflowRow row, List<String> resource, String part, byte[] content) {
        String permitted = readPermission(resource, part);
        String expires = String.valueOf(now.plus(LIFE).getEpochSecond());
        String path = resource.stream().map(one -> "/" + encode(one)).collect(Collectors.joining());
        String hash = hash(content);
        ObjectNode link = Json.object();
        Unsigned unsigned = new Unsigned(row, link, endpoint(row) + path + "/contents/" + part, permitted, expires);
        link.put("uri", unsigned.uri());
        link.put("contentVersion", "\"" + hash + "\"");
        link.put("contentSize", content.length);
        link.putObject("contentHash").put("algorithm", "sha256").put("value", hash);
        open.add(unsigned);
        if (!together) {
            sign();
        }
        return link;
    }

    /** Signs the links that are made in the meantime with one signature, because a signature takes half a millisecond. */
    void together(Runnable made) {
        together = true;
        made.run();
        together = false;
        sign();
    }

    private void sign() {
        if (open.isEmpty()) {
            return;
        }
        // All links of a response are those of one workflow.
        List<byte[]> signatures = keys.signer(open.getFirst().row(), CallbackKeys.Slot.PRIMARY)
                .signAll(open.stream().map(Unsigned::text).toList());
        for (int i = 0; i < open.size(); i++) {
            open.get(i).sign(Signatures.text(signatures.get(i)));
        }
        open.clear();
    }

    /** A link without its signature. */
    private record Unsigned(WorkflowRow row, ObjectNode link, String uri, String permitted, String expires) {
        String text() {
            return Signatures.text(permitted, expires);
        }

        void sign(String signature) {
            link.put("uri", uri + "?" + query(permitted, expires, signature));
        }
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
