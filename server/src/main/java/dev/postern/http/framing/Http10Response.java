package dev.postern.http.framing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Translates a response for an HTTP/1.0 client, which cannot read chunks: content of unknown length ends with the connection. The
 * connection is kept only if the client asked for it and the response has a length.
 */
final class Http10Response {
    private static final String END_OF_HEAD = "\r\n\r\n";

    private final boolean keepAlive;
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private boolean inHead = true;
    private boolean close;
    private @Nullable ChunkedContent chunks;

    Http10Response(boolean keepAlive) {
        this.keepAlive = keepAlive;
    }

    /** Returns whether this must be the last response of the connection. */
    boolean endsConnection() {
        return close;
    }

    /** Translates the next bytes of the response. */
    byte[] translate(byte[] bytes) {
        if (!inHead) {
            return content(bytes, 0);
        }
        head.writeBytes(bytes);
        String text = head.toString(StandardCharsets.ISO_8859_1);
        int end = text.indexOf(END_OF_HEAD);
        if (end < 0) {
            return new byte[0];
        }
        inHead = false;
        var translated = new ByteArrayOutputStream();
        translated.writeBytes(head(text.substring(0, end)).getBytes(StandardCharsets.ISO_8859_1));
        translated.writeBytes(content(head.toByteArray(), end + END_OF_HEAD.length()));
        head.reset();
        return translated.toByteArray();
    }

    private String head(String text) {
        List<String> lines = text.lines().toList();
        boolean chunked = lines.stream().anyMatch(line -> is("transfer-encoding", line));
        boolean length = lines.stream().anyMatch(line -> is("content-length", line));
        close = !keepAlive
                || chunked
                || !length
                || lines.stream().anyMatch(line -> lower(line).equals("connection: close"));
        chunks = chunked ? new ChunkedContent() : null;
        return lines.stream()
                .filter(line -> !is("transfer-encoding", line) && !is("connection", line) && !is("trailer", line))
                .collect(Collectors.joining(
                        "\r\n", "", "\r\nConnection: " + (close ? "close" : "keep-alive") + END_OF_HEAD));
    }

    private static boolean is(String name, String line) {
        return lower(line).startsWith(name + ":");
    }

    private static String lower(String line) {
        return line.toLowerCase(Locale.ROOT);
    }

    private byte[] content(byte[] bytes, int from) {
        ChunkedContent chunked = chunks;
        var content = new ByteArrayOutputStream(bytes.length);
        if (chunked == null) {
            content.write(bytes, from, bytes.length - from);
            return content.toByteArray();
        }
        int at = from;
        while (at < bytes.length && !chunked.ended()) {
            at = chunked.skip(bytes, at, bytes.length);
            int count = (int) Math.min(chunked.dataAhead(), bytes.length - at);
            if (count > 0) {
                content.write(bytes, at, count);
                chunked.taken(count);
                at += count;
            }
        }
        return content.toByteArray();
    }
}
