package dev.postern.login;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A token request, built parameter by parameter. */
final class Post {
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private String path;
    private @Nullable String body;

    Post(String path) {
        this.path = path;
        headers.put("Content-Type", "application/x-www-form-urlencoded");
    }

    Post to(String other) {
        path = other;
        return this;
    }

    Post with(String name, String value) {
        parameters.put(name, value);
        return this;
    }

    Post without(String name) {
        parameters.remove(name);
        return this;
    }

    String parameter(String name) {
        return java.util.Objects.requireNonNull(parameters.get(name));
    }

    Post header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Sends this body instead of the parameters. */
    Post body(String text) {
        body = text;
        return this;
    }

    /** Sends the parameters so far as curl does with {@code -F}. */
    Post multipart() {
        String boundary = "------------------------d74496d66958873e";
        var parts = new StringBuilder();
        parameters.forEach((name, value) -> parts.append("--")
                .append(boundary)
                .append("\r\nContent-Disposition: form-data; name=\"")
                .append(name)
                .append("\"\r\n\r\n")
                .append(value)
                .append("\r\n"));
        return header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .body(parts + "--" + boundary + "--\r\n");
    }

    String encoded() {
        return body != null
                ? body
                : parameters.entrySet().stream()
                        .map(one -> encode(one.getKey()) + "=" + encode(one.getValue()))
                        .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    HttpResponse<String> send(HttpClient client, URI base) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(base + path))
                .POST(HttpRequest.BodyPublishers.ofString(encoded(), StandardCharsets.ISO_8859_1));
        headers.forEach(request::header);
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
