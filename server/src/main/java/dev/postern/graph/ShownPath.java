package dev.postern.graph;

import dev.postern.http.Json;
import dev.postern.http.Request;
import dev.postern.http.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * An object to show without a request of a caller, such as the item of a notification.
 *
 * @param base of this server
 * @param keys the values of the template's parameters, the first is the owner of the mailbox
 * @param rawQuery percent-encoded
 * @param prefer the Prefer header, or empty
 */
public record ShownPath(URI base, List<String> keys, String rawQuery, String prefer, UUID requestId)
        implements Request {
    private static final int MAX_BYTES = 1 << 20;

    public ShownPath {
        keys = List.copyOf(keys);
    }

    /** The JSON of a response. */
    @Nullable
    ObjectNode content(Response response) {
        return switch (response.body()) {
            case Response.Bytes(var _, var content) -> (ObjectNode) Json.parse(content);
            case Response.Stream(var _, var content, var _) -> (ObjectNode) Json.parse(read(content));
            case Response.Empty() -> null;
        };
    }

    private static byte[] read(InputStream content) {
        try (content) {
            byte[] bytes = content.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IllegalStateException("The object is larger than " + MAX_BYTES + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String rawPath() {
        return "/v1.0";
    }

    @Override
    public List<String> segments() {
        return List.of("v1.0");
    }

    @Override
    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    @Override
    public List<String> headers(String name) {
        return name.equalsIgnoreCase("Prefer") && !prefer.isEmpty() ? List.of(prefer) : List.of();
    }

    @Override
    public String peer() {
        return "";
    }

    @Override
    public String clientRequestId() {
        return requestId.toString();
    }

    @Override
    public byte[] body(int limit) {
        return new byte[0];
    }

    @Override
    public InputStream bodyStream() {
        return new ByteArrayInputStream(new byte[0]);
    }
}
