package dev.postern.gate;

import dev.postern.access.AppId;
import dev.postern.access.MailboxId;
import dev.postern.delivery.Submission;
import dev.postern.mailbox.Content;
import dev.postern.mailbox.NewAttachment;
import dev.postern.store.Uuids;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The keys of submissions. A caller that repeats a request, because it did not receive the response, sends the same time-ordered UUID as
 * {@code client-request-id}: then the key is derived from it, and the message is accepted once. Many programs send one id for all their requests,
 * but these are not time-ordered, or the messages differ: the key includes all of the message, with its attachments.
 */
final class SubmissionIds {
    private static final int TIME_ORDERED = 7;
    /** How long workflows may repeat a call. */
    private static final Duration MAX_AGE = Duration.ofDays(90);

    private static final Duration MAX_AHEAD = Duration.ofMinutes(5);

    private SubmissionIds() {}

    /** @param clientRequestId the header of the request, as it was sent */
    static UUID of(String clientRequestId, MailboxId mailbox, AppId app, Submission.What.Message what, Instant now) {
        UUID given = given(clientRequestId, now);
        if (given == null) {
            return fresh(now);
        }
        MessageDigest digest = sha256();
        for (Object part : new Object[] {mailbox.value(), app, given, what.message()}) {
            update(digest, part.toString());
        }
        what.attachments().forEach(attachment -> update(digest, attachment));
        if (what.original() != null) {
            update(digest, what.original());
        }
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        long high = (given.getMostSignificantBits() & ~0xffffL) | 0x7000 | (hash.getLong() & 0x0fff);
        long low = (hash.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    static UUID fresh(Instant now) {
        return Uuids.timeOrdered(now, ThreadLocalRandom.current());
    }

    private static @Nullable UUID given(String text, Instant now) {
        if (text.length() != 36) {
            return null;
        }
        try {
            UUID id = UUID.fromString(text);
            Instant made = Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
            boolean recent = made.isAfter(now.minus(MAX_AGE)) && made.isBefore(now.plus(MAX_AHEAD));
            return id.version() == TIME_ORDERED && recent ? id : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static void update(MessageDigest digest, NewAttachment attachment) {
        update(
                digest,
                attachment.kind() + " " + attachment.inline() + " " + attachment.name() + "\n"
                        + attachment.contentType() + "\n" + attachment.contentId() + "\n" + attachment.doc());
        update(digest, attachment.content());
    }

    /** Adds a part with its length, so that the parts cannot be confused. */
    private static void update(MessageDigest digest, String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(bytes.length).array());
        digest.update(bytes);
    }

    private static void update(MessageDigest digest, Content content) {
        try (InputStream in = new DigestInputStream(content.open(), digest)) {
            digest.update(
                    ByteBuffer.allocate(Long.BYTES).putLong(content.size()).array());
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
