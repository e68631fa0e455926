package dev.postern.management;

import dev.postern.http.JsonDocument;
import dev.postern.http.MalformedJson;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the body of a request with messages: a line of JSON and the bytes of the message, one after the other. For one thread. */
final class MovedMessageReader {
    private static final int MAX_LINE = 64 << 10;
    private static final int MAX_DEPTH = 64;
    private static final int MAX_NAME = 255;
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private final InputStream in;

    MovedMessageReader(InputStream in) {
        this.in = in;
    }

    /** @param received null if only the message says it */
    record Head(
            List<String> folder,
            @Nullable Instant received,
            boolean read,
            boolean flagged,
            boolean answered,
            boolean draft,
            long size) {
        Head {
            folder = List.copyOf(folder);
        }
    }

    /** The next message, whose bytes follow; null at the end. */
    @Nullable
    Head next() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 && line.size() == 0) {
                return null;
            }
            if (b < 0 || line.size() >= MAX_LINE) {
                throw malformed("a message does not begin with a line of JSON of at most " + MAX_LINE + " bytes");
            }
            line.write(b);
        }
        try {
            return head(
                    JsonDocument.parse(line.toString(StandardCharsets.UTF_8)).value());
        } catch (MalformedJson e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
    }

    private static Head head(JsonNode json) {
        List<String> folder =
                json.path("folder").valueStream().map(name -> name.asString("")).toList();
        if (folder.size() > MAX_DEPTH
                || folder.stream()
                        .anyMatch(name -> name.isBlank() || name.length() > MAX_NAME || name.indexOf('\0') >= 0)) {
            throw malformed("'folder' must be a list of at most " + MAX_DEPTH + " names");
        }
        long size = json.path("size").asLong(-1);
        if (size < 0) {
            throw malformed("'size' is missing");
        }
        return new Head(
                folder,
                received(json.path("received").asString("")),
                json.path("read").asBoolean(false),
                json.path("flagged").asBoolean(false),
                json.path("answered").asBoolean(false),
                json.path("draft").asBoolean(false),
                size);
    }

    private static @Nullable Instant received(String text) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            return plausible(Instant.parse(text));
        } catch (java.time.format.DateTimeParseException e) {
            throw malformed("'received' must be a time such as 2026-11-23T08:00:00Z");
        }
    }

    /** The time, or null if no message can have been received then. */
    static @Nullable Instant plausible(@Nullable Instant time) {
        return time == null || time.isBefore(Instant.EPOCH) || time.isAfter(LATEST) ? null : time;
    }

    /** Exactly the bytes of the message. */
    InputStream content(long size) {
        return new InputStream() {
            private long left = size;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                if (left == 0 || length == 0) {
                    return left == 0 ? -1 : 0;
                }
                int count = in.read(bytes, from, (int) Math.min(length, left));
                if (count < 0) {
                    throw new EOFException("The body ends within a message");
                }
                left -= count;
                return count;
            }
        };
    }

    private static QueryParameters.Invalid malformed(String why) {
        return new QueryParameters.Invalid("The messages cannot be read: " + why + ".");
    }
}
