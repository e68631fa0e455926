package dev.postern.exchange;

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

/** A request in memory. */
public record TestRequest(
        String method,
        String rawPath,
        String rawQuery,
        Map<String, String> sent,
        byte[] content,
        URI base,
        UUID requestId)
        implements Request {
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
        return sent.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    @Override
    public String peer() {
        return "127.0.0.1";
    }

    @Override
    public String clientRequestId() {
        return requestId.toString();
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
