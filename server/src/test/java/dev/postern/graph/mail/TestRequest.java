package dev.postern.graph.mail;

import dev.postern.http.BodyTooLarge;
import dev.postern.http.Request;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A request in the form the server passes on. Spaces and quotes in its URL are encoded first, as a client does. */
record TestRequest(String method, String url, Map<String, String> all, byte[] content) implements Request {
    TestRequest {
        url = url.replaceFirst("^https://localhost:8443", "")
                .replace(" ", "%20")
                .replace("<", "%3C")
                .replace(">", "%3E")
                .replace("\"", "%22");
        url = url.startsWith("/v1.0") ? url : "/v1.0" + url;
    }

    @Override
    public String rawPath() {
        return url.split("\\?", 2)[0];
    }

    @Override
    public List<String> segments() {
        return Arrays.stream(rawPath().split("/"))
                .filter(part -> !part.isEmpty())
                .map(part -> URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    public String rawQuery() {
        return url.contains("?") ? url.split("\\?", 2)[1] : "";
    }

    @Override
    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    @Override
    public List<String> headers(String name) {
        return all.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    @Override
    public URI base() {
        return URI.create("https://localhost:8443");
    }

    @Override
    public String peer() {
        return "127.0.0.1";
    }

    @Override
    public UUID requestId() {
        return UUID.nameUUIDFromBytes(url.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String clientRequestId() {
        return requestId().toString();
    }

    @Override
    public byte[] body(int limit) {
        if (content.length > limit) {
            throw new BodyTooLarge(limit);
        }
        return content.clone();
    }

    @Override
    public InputStream bodyStream() {
        return new ByteArrayInputStream(content);
    }
}
