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
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The keys of submissions. A caller that repeats a request, because it did not receive the response, sends the same UUID as
 * {@code client-request-id}: then the key is derived from it, and the message is accepted once. Many programs send one id for all their requests,
 * so the key includes all of the message, with its attachments, and a UUID that is not time-ordered counts for {@link #WINDOW} only.
 *
 * <p>Such a key also includes the number of the window in which the request came. A repetition may come in the next window: so the key that it would
 * have had in the previous one is looked up.
 */
final class SubmissionIds {
    /** The time in which the same message with the same id is a repetition. */
    static final Duration WINDOW = Duration.ofMinutes(10);
    /** The time around the end of a window in which requests with keys of both windows may be in progress. */
    static final Duration CLOSE = Duration.ofSeconds(30);

    private static final String POSITION = "conversationIndex";
    private static final int TIME_ORDERED = 7;
    /** How long workflows may repeat a call. */
    private static final Duration MAX_AGE = Duration.ofDays(90);

    private static final Duration MAX_AHEAD = Duration.ofMinutes(5);

    private SubmissionIds() {}

    /** @param repetition null if the id alone says whether it was accepted before */
    record Key(UUID id, Submission.@Nullable Repetition repetition) {}

    /** @param clientRequestId the header of the request, as it was sent; empty if there was none */
    static Key of(String clientRequestId, MailboxId mailbox, AppId app, Submission.What.Message what, Instant now) {
        UUID given = uuid(clientRequestId);
        if (given == null) {
            return new Key(fresh(now), null);
        }
        byte[] digest = digest(given, mailbox, app, what);
        if (isTimeOrdered(given, now)) {
            return new Key(id(given.getMostSignificantBits() >>> 16, digest), null);
        }
        long length = WINDOW.toMillis();
        long window = now.toEpochMilli() / length;
        long passed = now.toEpochMilli() % length;
        var others = new ArrayList<UUID>();
        others.add(id((window - 1) * length, digest));
        boolean ending = length - passed <= CLOSE.toMillis();
        if (ending) {
            others.add(id((window + 1) * length, digest));
        }
        boolean close = ending || passed <= CLOSE.toMillis();
        return new Key(id(window * length, digest), new Submission.Repetition(others, now.minus(WINDOW), close));
    }

    static UUID fresh(Instant now) {
        return Uuids.timeOrdered(now, ThreadLocalRandom.current());
    }

    /** A time-ordered UUID with the digest in the place of random bits. */
    private static UUID id(long millis, byte[] digest) {
        ByteBuffer hash = ByteBuffer.wrap(digest);
        long high = (millis << 16) | 0x7000 | (hash.getLong() & 0x0fff);
        long low = (hash.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    private static byte[] digest(UUID given, MailboxId mailbox, AppId app, Submission.What.Message what) {
        MessageDigest digest = sha256();
        for (Object part : new Object[] {mailbox.value(), app, given, content(what.message())}) {
            update(digest, part.toString());
        }
        what.attachments().forEach(attachment -> update(digest, attachment));
        if (what.original() != null) {
            update(digest, what.original());
        }
        return digest.digest();
    }

    /** Without the position in the conversation, which contains the time at which a reply was written. */
    private static ObjectNode content(ObjectNode message) {
        if (!message.has(POSITION)) {
            return message;
        }
        ObjectNode content = message.objectNode().setAll(message);
        content.remove(POSITION);
        return content;
    }

    private static @Nullable UUID uuid(String text) {
        if (text.length() != 36) {
            return null;
        }
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean isTimeOrdered(UUID id, Instant now) {
        Instant made = Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
        return id.version() == TIME_ORDERED && made.isAfter(now.minus(MAX_AGE)) && made.isBefore(now.plus(MAX_AHEAD));
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
