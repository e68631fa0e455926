package dev.postern.http;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * An answer. An {@link Empty} body carries neither content nor a Content-Type: clients parse what claims to be JSON.
 *
 * @param headers further headers by name; the server adds those of every answer (request ids, length)
 */
public record Response(int status, Map<String, List<String>> headers, Body body) {
    public Response {
        headers = Map.copyOf(headers);
        headers.forEach(Response::check);
    }

    /** A line break in a value would begin a header, or an answer, of the caller's choice. */
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

    /** What is sent after the headers. */
    public sealed interface Body permits Empty, Bytes, Stream {}

    /** No content. */
    public record Empty() implements Body {}

    /** Content that lies in memory. */
    public record Bytes(String contentType, byte[] content) implements Body {}

    /** Content that is read while it is sent; the server closes it. {@code length} is -1 when unknown. */
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

    /** The same answer with one more header. */
    public Response with(String name, String value) {
        var more = new java.util.LinkedHashMap<>(headers);
        more.put(name, List.of(value));
        return new Response(status, more, body);
    }
}
