package dev.postern.acceptance;

import dev.postern.graph.OperationRow;
import dev.postern.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A prepared request that any caller can send for any mailbox. */
record MailAsk(
        OperationRow row,
        String method,
        String path,
        @Nullable String type,
        @Nullable String body) {
    Answer send(Http http, @Nullable String token) {
        return http.send(method, "/v1.0" + path, token, type, body);
    }

    /** Returns the same request for another mailbox. */
    MailAsk to(String user) {
        return new MailAsk(row, method, path.replaceFirst("^/users/[^/]+", "/users/" + user), type, body);
    }

    /** Returns the same request as a part of a batch. */
    ObjectNode part(String id) {
        ObjectNode part = Json.object().put("id", id).put("method", method).put("url", path);
        if (type != null && body != null) {
            part.putObject("headers").put("Content-Type", type);
            if (type.equals("application/json")) {
                part.set("body", Json.parse(body));
            } else if (type.startsWith("image/")) {
                part.put("body", Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8)));
            } else {
                part.put("body", body);
            }
        } else if (!method.equals("GET") && !method.equals("DELETE")) {
            // Graph refuses a batch with a part that writes and has no body
            part.putObject("headers").put("Content-Type", "application/json");
            part.putObject("body");
        }
        return part;
    }
}
