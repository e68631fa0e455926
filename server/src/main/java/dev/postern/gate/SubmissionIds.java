package dev.postern.gate;

import dev.postern.access.MailboxId;
import dev.postern.delivery.Submission;
import dev.postern.store.Uuids;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
 * but these are not time-ordered, or the messages differ, which the key includes.
 */
final class SubmissionIds {
    private static final int TIME_ORDERED = 7;
    /** How long workflows may repeat a call. */
    private static final Duration MAX_AGE = Duration.ofDays(90);

    private static final Duration MAX_AHEAD = Duration.ofMinutes(5);

    private SubmissionIds() {}

    static UUID of(Caller caller, MailboxId mailbox, Submission.What.Message what, Instant now) {
        UUID given = given(caller.context().clientRequestId(), now);
        if (given == null) {
            return fresh(now);
        }
        String all = mailbox.value() + " " + caller.token().app() + " " + given + " "
                + what.attachments().size() + " " + what.message();
        ByteBuffer hash = ByteBuffer.wrap(sha256(all));
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

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
