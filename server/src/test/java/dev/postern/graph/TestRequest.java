package dev.postern.graph;

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

/** A request in the form the server passes on, without a server. */
public record TestRequest(String method, String rawPath, String rawQuery, Map<String, String> headers, byte[] content)
        implements Request {
    private static final UUID ID = UUID.fromString("0f9e0b5e-6f0f-4b7e-9d57-7d2d0f6f3c11");

    /**
     * @param address path and query, as a client writes them
     */
    public static TestRequest of(String method, String address, Map<String, String> headers, String body) {
        int question = address.indexOf('?');
        return new TestRequest(
                method,
                question < 0 ? address : address.substring(0, question),
                question < 0 ? "" : address.substring(question + 1),
                headers,
                body.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public List<String> segments() {
        return Arrays.stream(rawPath.split("/"))
                .filter(part -> !part.isEmpty())
                .map(part -> URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    @Override
    public List<String> headers(String name) {
        return headers.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(name))
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
        return ID;
    }

    @Override
    public String clientRequestId() {
        return header("client-request-id").orElse(ID.toString());
    }

    @Override
    public byte[] body(int limit) {
        if (content.length > limit) {
            throw new BodyTooLarge(limit);
        }
        return content;
    }

    @Override
    public InputStream bodyStream() {
        return new ByteArrayInputStream(content);
    }
}
