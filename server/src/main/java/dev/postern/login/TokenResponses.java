package dev.postern.login;

import dev.postern.http.Response;
import dev.postern.token.LoginError;
import dev.postern.token.LoginFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Responses in the format that token clients expect. */
final class TokenResponses {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String TYPE = "application/json; charset=utf-8";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private TokenResponses() {}

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** A response with a token or an error, which must not be cached. */
    static Response secret(int status, ObjectNode body, LoginRequest exchange) {
        Response response = json(status, body)
                .with("Cache-Control", "no-store, no-cache")
                .with("Pragma", "no-cache")
                .with("x-ms-request-id", exchange.trace().toString());
        return exchange.echo() ? response.with("client-request-id", exchange.correlation()) : response;
    }

    /** A document that clients may cache for a while, much shorter than a new signing key is published before it signs. */
    static Response document(ObjectNode body) {
        return json(200, body).with("Cache-Control", "public, max-age=3600");
    }

    private static Response json(int status, ObjectNode body) {
        return Response.of(status, TYPE, JSON.writeValueAsBytes(body));
    }

    static Response failure(LoginFailure failure, LoginRequest exchange, Instant now) {
        LoginError error = failure.error();
        String time = TIME.format(now);
        ObjectNode body = object();
        body.put("error", error.oauthError());
        body.put(
                "error_description",
                "AADSTS" + error.code() + ": " + failure.text() + " Trace ID: " + exchange.trace() + " Correlation ID: "
                        + exchange.correlation() + " Timestamp: " + time);
        body.putArray("error_codes").add(error.code());
        body.put("timestamp", time);
        body.put("trace_id", exchange.trace().toString());
        body.put("correlation_id", exchange.correlation());
        body.put("error_uri", "https://login.microsoftonline.com/error?code=" + error.code());
        return waiting(secret(error.status(), body, exchange), failure);
    }

    /** Adds a Retry-After header if a retry can help. */
    static Response waiting(Response response, LoginFailure failure) {
        Duration wait = failure.retryAfter();
        return wait == null ? response : response.with("Retry-After", String.valueOf(wait.toSeconds()));
    }
}
