package dev.postern.graph;

import dev.postern.http.Json;
import dev.postern.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The response to a request. */
public record Answer(int status, Response response) {
    public static Answer of(Response response) {
        return new Answer(response.status(), response);
    }

    public String text() {
        return response.body() instanceof Response.Bytes(var type, var content)
                ? new String(content, StandardCharsets.UTF_8)
                : "";
    }

    public String contentType() {
        return response.body() instanceof Response.Bytes(var type, var content) ? type : "";
    }

    public JsonNode json() {
        return Json.parse(text());
    }

    public String code() {
        return json().path("error").path("code").asString("");
    }

    public String message() {
        return json().path("error").path("message").asString("");
    }

    public String header(String name) {
        List<String> values = response.headers().get(name);
        return values == null ? "" : values.getFirst();
    }

    public String id() {
        return json().path("id").asString("");
    }

    /** The values of a property of every object in a list. */
    public List<String> each(String property) {
        return json().path("value")
                .valueStream()
                .map(one -> one.path(property).asString(""))
                .toList();
    }

    @Override
    public String toString() {
        return status + " " + text();
    }
}
