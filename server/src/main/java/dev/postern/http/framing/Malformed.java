package dev.postern.http.framing;

import io.helidon.http.DirectHandler;
import io.helidon.http.RequestException;
import io.helidon.http.Status;

/** Refuses a message. The HTTP parser sends the response and closes the connection, because the next request cannot be found. */
final class Malformed {
    private Malformed() {}

    static RequestException message(String reason) {
        return message(Status.BAD_REQUEST_400, reason);
    }

    static RequestException message(Status status, String reason) {
        return RequestException.builder()
                .type(DirectHandler.EventType.OTHER)
                .status(status)
                .setKeepAlive(false)
                .message(reason)
                .build();
    }
}
