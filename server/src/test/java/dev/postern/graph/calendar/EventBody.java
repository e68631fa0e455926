package dev.postern.graph.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.graph.Answer;
import dev.postern.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request with its expected response: a line of {@code event-bodies.jsonl} or {@code event-cases.jsonl}. The lines of the latter have the
 * difference to an ordinary event.
 */
record EventBody(JsonNode line) {
    private static final String ORDINARY = """
        {"start":{"dateTime":"2026-05-04T09:00:00","timeZone":"W. Europe Standard Time"},
         "end":{"dateTime":"2026-05-04T10:00:00","timeZone":"W. Europe Standard Time"}}\
        """;

    static List<EventBody> read(String resource) {
        try (InputStream in = EventBody.class.getResourceAsStream("/dev/postern/graph/calendar/" + resource)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(text -> !text.isBlank())
                    .map(text -> new EventBody(Json.parse(text)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String id() {
        return line.path("id").stringValue();
    }

    String method() {
        return line.path("method").stringValue("POST");
    }

    String path() {
        return line.path("path").stringValue("/users/adele@contoso.example/events");
    }

    String body() {
        if (line.has("body")) {
            return line.path("body").toString();
        }
        ObjectNode body = (ObjectNode) Json.parse(ORDINARY);
        if (line.get("with") instanceof ObjectNode with) {
            body.setAll(with);
        }
        return body.toString();
    }

    Map<String, String> headers() {
        var headers = new HashMap<String, String>();
        line.path("headers").forEachEntry((name, value) -> headers.put(name, value.stringValue()));
        return headers;
    }

    /** What the line expects elsewhere than in the response. */
    JsonNode expected(String where) {
        return line.path("expect").path("check").path(where);
    }

    /** Checks everything in the response but descriptions in words. */
    void check(Answer answer) {
        JsonNode expected = line.path("expect");
        assertEquals(expected.path("status").intValue(), answer.status(), answer::toString);
        if (expected.has("code")) {
            assertEquals(expected.path("code").stringValue(), answer.code(), answer::toString);
        }
        String contained = expected.path("messageContains").stringValue("");
        assertTrue(answer.status() < 400 || answer.message().contains(contained), answer::toString);
        expected.path("check").forEachEntry((path, value) -> {
            if (path.startsWith("organizer")) {
                return;
            }
            if (path.endsWith("/length")) {
                String list = path.substring(0, path.length() - "/length".length());
                assertEquals(value.intValue(), answer.json().at("/" + list).size(), () -> path + " of " + answer);
            } else if (!value.stringValue("").contains("{")
                    && !value.stringValue("").contains(" same ")
                    && !value.stringValue("").startsWith("the ")) {
                assertEquals(value, answer.json().at("/" + path), () -> path + " of " + answer);
            }
        });
    }
}
