package dev.postern.http;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A response. An {@link Empty} body has no Content-Type, because clients would try to parse it.
 *
 * @param headers other headers by name; the server adds those of every response (request ids, length)
 */
public record Response(int status, Map<String, List<String>> headers, Body body) {
    public Response {
        headers = Map.copyOf(headers);
        headers.forEach(Response::check);
    }

    /** Refuses control characters: a line break in a value would start another header or response (response splitting). */
    private static void check(String name, List<String> values) {
        for (String value : values) {
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                if ((c < ' ' && c != '\t') || c == 0x7f) {
                    throw new IllegalArgumentException("A control character in the header " + name);
                }
            }
        }
    }

    /** The content after the headers. */
    public sealed interface Body permits Empty, Bytes, Stream {}

    /** No content. */
    public record Empty() implements Body {}

    /** Content in memory. */
    public record Bytes(String contentType, byte[] content) implements Body {}

    /** Content that is read while it is sent; the server closes the stream. {@code length} is -1 if unknown. */
    public record Stream(String contentType, InputStream content, long length) implements Body {}

    public static Response empty(int status) {
        return new Response(status, Map.of(), new Empty());
    }

    public static Response of(int status, String contentType, byte[] content) {
        return new Response(status, Map.of(), new Bytes(contentType, content));
    }

    public static Response text(int status, String contentType, String content) {
        return of(status, contentType, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns this response with one more header. */
    public Response with(String name, String value) {
        var more = new java.util.LinkedHashMap<>(headers);
        more.put(name, List.of(value));
        return new Response(status, more, body);
    }
}
