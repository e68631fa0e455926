package dev.postern.graph.mail;

import dev.postern.http.Handler;
import dev.postern.http.Json;
import dev.postern.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import tools.jackson.databind.JsonNode;

/** Calls the edge like a program, one request at a time. */
record GraphClient(Handler handler, String token, Map<String, String> headers) {
    GraphClient(Handler handler, String token) {
        this(handler, token, Map.of());
    }

    /** The same client with one more header in every request. */
    GraphClient with(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new GraphClient(handler, token, more);
    }

    Answer get(String url) {
        return call("GET", url, null, new byte[0]);
    }

    Answer delete(String url) {
        return call("DELETE", url, null, new byte[0]);
    }

    Answer post(String url) {
        return call("POST", url, null, new byte[0]);
    }

    /**
     * @param json with single quotes in place of double quotes
     */
    Answer post(String url, String json) {
        return json("POST", url, json);
    }

    Answer patch(String url, String json) {
        return json("PATCH", url, json);
    }

    Answer json(String method, String url, String json) {
        return call(method, url, "application/json", json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    Answer call(String method, String url, @org.jspecify.annotations.Nullable String contentType, byte[] body) {
        var all = new LinkedHashMap<>(headers);
        all.putIfAbsent("Authorization", "Bearer " + token);
        if (contentType != null) {
            all.put("Content-Type", contentType);
        }
        Response response = handler.handle(new TestRequest(method, url, all, body));
        return new Answer(response, content(response));
    }

    private static byte[] content(Response response) {
        return switch (response.body()) {
            case Response.Empty _ -> new byte[0];
            case Response.Bytes(var _, var content) -> content;
            case Response.Stream stream -> {
                try (var in = stream.content()) {
                    yield in.readAllBytes();
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        };
    }

    /** The response to a request. */
    record Answer(Response response, byte[] bytes) {
        int status() {
            return response.status();
        }

        String header(String name) {
            return String.join(", ", response.headers().getOrDefault(name, java.util.List.of()));
        }

        String text() {
            return new String(bytes(), StandardCharsets.UTF_8);
        }

        JsonNode json() {
            return Json.parse(bytes());
        }

        /** The value at a JSON pointer: {@code /value/0/subject}. */
        JsonNode at(String pointer) {
            return json().at(pointer);
        }

        String string(String pointer) {
            return at(pointer).asString();
        }

        String code() {
            return response.status() < 400 ? "" : string("/error/code");
        }

        Answer expect(int status) {
            Assertions.assertEquals(status, response.status(), this::text);
            return this;
        }

        Answer expect(int status, String code) {
            expect(status);
            Assertions.assertEquals(code, code(), this::text);
            return this;
        }
    }
}
