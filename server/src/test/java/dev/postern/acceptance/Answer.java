package dev.postern.acceptance;

import dev.postern.http.Json;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import tools.jackson.databind.JsonNode;

/** A response, with accessors for tests. */
record Answer(int status, String body, HttpResponse<String> response) {
    static Answer of(HttpResponse<String> response) {
        return new Answer(response.statusCode(), response.body(), response);
    }

    JsonNode json() {
        return Json.parse(body);
    }

    /** The code of Graph's error. */
    String code() {
        return json().at("/error/code").asString();
    }

    String message() {
        return json().at("/error/message").asString();
    }

    Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    String requestId() {
        return response.headers().firstValue("request-id").orElseThrow();
    }

    /** Checks the status and returns this response. */
    Answer expect(int expected) {
        Assertions.assertEquals(expected, status, () -> response.request() + " answered " + body);
        return this;
    }
}
