package dev.postern.receive;

import dev.postern.compute.ComputePool;
import dev.postern.compute.ComputeRefused;
import dev.postern.compute.Deadline;
import dev.postern.compute.Limit;
import dev.postern.mailbox.Address;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.MessageBounds;
import dev.postern.mailbox.TemporaryFiles;
import dev.postern.mailbox.event.MimeMeeting;
import dev.postern.mailbox.mime.HeaderValues;
import dev.postern.mailbox.mime.MimeIn;
import dev.postern.mailbox.mime.MimeRefused;
import dev.postern.mailbox.mime.ParsedMime;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads a message of another host. One that exceeds the limits for MIME is not refused: its text is then its first lines. */
final class MimeReader {
    private static final Duration TIME_LIMIT = Duration.ofSeconds(5);
    private static final long BYTES_PER_SECOND = 10 << 20;
    private static final int SHOWN_BYTES = 64 * 1024;

    private final ComputePool pool;
    private final TemporaryFiles temporary;

    MimeReader(ComputePool pool, TemporaryFiles temporary) {
        this.pool = pool;
        this.temporary = temporary;
    }

    /**
     * @param sender of the envelope: the author, if the message names none
     * @throws ComputeRefused if there is no time for it now
     */
    ParsedMime read(StoredMime mime, String sender, Instant now) throws IOException {
        ParsedMime parsed = parsed(mime, now);
        ObjectNode message = parsed.message();
        if (!message.has("from") && !sender.isEmpty()) {
            message.set("from", new Address(null, sender).recipient());
            message.set("sender", message.get("from"));
        }
        HeaderValues.cleanReceived(message);
        bound(message);
        return parsed;
    }

    private ParsedMime parsed(StoredMime mime, Instant now) throws IOException {
        long size = mime.size();
        Duration time = TIME_LIMIT.plusSeconds(size / BYTES_PER_SECOND);
        try {
            return pool.run(Limit.of(size, time), deadline -> parse(mime, now, deadline));
        } catch (MimeRefused e) {
            return asText(mime, now);
        } catch (ComputeRefused e) {
            if (e.reason() == ComputeRefused.Reason.BUSY) {
                throw e;
            }
            return asText(mime, now);
        }
    }

    private ParsedMime parse(StoredMime mime, Instant now, Deadline deadline) {
        try (InputStream in = mime.open()) {
            ParsedMime parsed = MimeIn.read(in, now, temporary, deadline);
            return MimeMeeting.in(parsed, now);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ParsedMime asText(StoredMime mime, Instant now) throws IOException {
        ParsedMime header = header(mime, now);
        String text;
        try (InputStream in = mime.received().open()) {
            in.skipNBytes(mime.from());
            text = new String(in.readNBytes(SHOWN_BYTES), StandardCharsets.UTF_8).replace("\0", "");
        }
        header.message().putObject("body").put("contentType", "text").put("content", text.strip());
        return header;
    }

    private static ParsedMime header(StoredMime mime, Instant now) throws IOException {
        try {
            return MimeIn.read(new ByteArrayInputStream(mime.header()), now);
        } catch (MimeRefused e) {
            return new ParsedMime(JsonNodeFactory.instance.objectNode(), List.of(), null, List.of());
        }
    }

    /** Drops people that no program shows, rather than the message. Its MIME has all of them. */
    private static void bound(ObjectNode message) {
        try {
            MessageBounds.check(message);
        } catch (MailboxFailure.MessagePropertiesTooLarge e) {
            message.remove(List.of("toRecipients", "ccRecipients", "bccRecipients", "replyTo", "from", "sender"));
        }
    }
}
