package dev.postern.http;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import java.util.UUID;

/** Errors of the HTTP parser before there is a request. They have the same format and a request id, and do not repeat the input. */
final class RefusedByServer implements DirectHandler {
    static DirectHandlers handlers() {
        var handlers = DirectHandlers.builder();
        var one = new RefusedByServer();
        for (EventType type : EventType.values()) {
            handlers.addHandler(type, one);
        }
        return handlers.build();
    }

    @Override
    public TransportResponse handle(
            TransportRequest request, EventType type, Status proposed, ServerResponseHeaders headers, String message) {
        // Without a path, the parser met something that is not HTTP.
        Status status = proposed.code() == 500 && request.path().isEmpty() ? Status.BAD_REQUEST_400 : proposed;
        String id = UUID.randomUUID().toString();
        Response answer = Problem.of(status.code(), code(status.code()), "The server did not accept this request.", id);
        headers.set(HeaderValues.create(HeaderNames.create("request-id"), id));
        headers.set(HeaderValues.create(HeaderNames.create("client-request-id"), id));
        headers.set(HeaderValues.create(HeaderNames.CONTENT_TYPE, Json.CONTENT_TYPE));
        return TransportResponse.builder()
                .status(status)
                .headers(headers)
                .keepAlive(false)
                .entity(((Response.Bytes) answer.body()).content())
                .build();
    }

    private static String code(int status) {
        return switch (status) {
            case 413 -> "RequestEntityTooLarge";
            case 417 -> "ExpectationFailed";
            case 414 -> "UriTooLong";
            case 431 -> "RequestHeaderFieldsTooLarge";
            case 500 -> "InternalServerError";
            case 501 -> "NotImplemented";
            case 503 -> "ServiceUnavailable";
            case 505 -> "HttpVersionNotSupported";
            default -> "BadRequest";
        };
    }
}
