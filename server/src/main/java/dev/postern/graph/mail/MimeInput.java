package dev.postern.graph.mail;

import dev.postern.compute.Deadline;
import dev.postern.compute.Limit;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.http.Json;
import dev.postern.mailbox.Content;
import dev.postern.mailbox.TemporaryFiles;
import dev.postern.mailbox.event.MimeMeeting;
import dev.postern.mailbox.mime.HeaderValues;
import dev.postern.mailbox.mime.MimeIn;
import dev.postern.mailbox.mime.ParsedMime;
import dev.postern.query.Folding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A message submitted as MIME. Its large attachments are in temporary files until it is closed. */
final class MimeInput implements AutoCloseable {
    /** Regenerated from properties whenever the message is sent, or reserved for the server. */
    private static final Set<String> NOT_KEPT = Set.of(
            "from",
            "sender",
            "to",
            "cc",
            "bcc",
            "reply-to",
            "subject",
            "date",
            "message-id",
            "thread-index",
            "mime-version",
            "importance",
            "received",
            "return-path",
            "resent-bcc");

    /** Without base64, as parts, as nested messages, as texts. */
    private static final int COPIES = 4;

    private static final int MAX_DATA_URI = 200;
    private static final Pattern DATA_URI = Pattern.compile("\\s*(?i:data):[^\\s,]{0,150},");

    private static final Duration TIME_LIMIT = Duration.ofSeconds(5);

    private final byte[] mime;
    private final ParsedMime parsed;
    private final MessageInput input;

    private MimeInput(byte[] mime, ParsedMime parsed) {
        this.mime = mime;
        this.parsed = parsed;
        ObjectNode message = parsed.message();
        message.set("internetMessageHeaders", kept(message.path("internetMessageHeaders")));
        HeaderValues.cleanReceived(message);
        this.input = new MessageInput(message, parsed.attachments());
    }

    /** Base64 of MIME in {@code text/plain}; line breaks are allowed. */
    static MimeInput ofBase64(GraphRequest request, Instant now, TemporaryFiles temporary) {
        return of(request, decoded(body(request)), now, temporary);
    }

    /** MIME with or without base64. A header has a colon, which base64 has not, so there is no doubt which one it is. */
    static MimeInput of(GraphRequest request, Instant now, TemporaryFiles temporary) {
        byte[] body = body(request);
        return of(request, isHeader(body) ? body : decoded(body), now, temporary);
    }

    private static boolean isHeader(byte[] body) {
        String start = new String(body, 0, Math.min(body.length, MAX_DATA_URI), StandardCharsets.ISO_8859_1);
        if (DATA_URI.matcher(start).lookingAt()) {
            return false;
        }
        for (byte b : body) {
            if (b == ':') {
                return true;
            }
            if (b == '{') {
                // JSON, whose first property would be taken for a field
                return false;
            }
        }
        return false;
    }

    private static byte[] body(GraphRequest request) {
        byte[] body = request.content();
        request.http().memory().take((long) COPIES * body.length);
        return body;
    }

    /** @throws dev.postern.mailbox.mime.MimeRefused if the bytes are not a message */
    private static MimeInput of(GraphRequest request, byte[] mime, Instant now, TemporaryFiles temporary) {
        ParsedMime parsed = request.compute()
                .pool()
                .run(Limit.of(mime.length, TIME_LIMIT), deadline -> read(mime, now, temporary, deadline));
        if (parsed.message().path("internetMessageHeaders").isEmpty()) {
            parsed.close();
            throw new GraphFailure(400, "ErrorMimeContentInvalid", "The MIME content has no header.");
        }
        return new MimeInput(mime, parsed);
    }

    private static ParsedMime read(byte[] mime, Instant now, TemporaryFiles temporary, Deadline deadline) {
        try {
            ParsedMime parsed = MimeIn.read(new ByteArrayInputStream(mime), now, temporary, deadline);
            return MimeMeeting.in(parsed, now);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    MessageInput input() {
        return input;
    }

    /** The original bytes. */
    Content original() {
        return Content.of(mime);
    }

    /** The time of its Date field; null if that has no valid time. */
    @Nullable
    Instant sent() {
        return parsed.sent();
    }

    @Override
    public void close() {
        parsed.close();
    }

    private static ArrayNode kept(JsonNode headers) {
        ArrayNode kept = Json.array();
        for (JsonNode header : headers) {
            String name = Folding.lower(header.path("name").stringValue(""));
            // the type is shown with the other fields, and is that of the MIME as long as the message is sent as it
            // came
            if (!NOT_KEPT.contains(name) && (!name.startsWith("content-") || name.equals("content-type"))) {
                kept.add(header);
            }
        }
        return kept;
    }

    private static byte[] decoded(byte[] body) {
        byte[] base64 = new byte[body.length];
        int length = 0;
        for (byte b : body) {
            if (b != '\r' && b != '\n' && b != ' ' && b != '\t') {
                base64[length++] = b;
            }
        }
        try {
            byte[] mime = Base64.getDecoder().decode(Arrays.copyOf(base64, length));
            // the decoder accepts text without padding, which may be truncated
            if (mime.length > 0 && length % 4 == 0) {
                return mime;
            }
        } catch (IllegalArgumentException _) {
            // reported below
        }
        throw new GraphFailure(400, "ErrorMimeContentInvalidBase64String", "Invalid base64 string for MIME content.");
    }
}
