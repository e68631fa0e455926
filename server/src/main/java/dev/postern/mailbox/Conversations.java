package dev.postern.mailbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Conversations. The key of a conversation is the hash of the message id that began it, so that replies which have only
 * {@code References} belong to it as well as those with a {@code Thread-Index}. {@link Ancestors} then looks in the mailbox.
 */
public final class Conversations {
    private static final int ROOT = 22;
    private static final int CHILD = 5;
    /** The bytes of the key of a conversation, with which its id ends. */
    static final int KEY = 16;
    private static final int MAX_INDEX_BYTES = 22 + 5 * 100;
    private static final Instant FILETIME = Instant.parse("1601-01-01T00:00:00Z");
    private static final byte[] PREFIX = {0x00, 0x04, 0x24, 0x00};

    private Conversations() {}

    /** The index of the first message of a conversation: a header of 22 bytes. */
    public static byte[] begin(String rootMessageId, Instant now) {
        ByteBuffer index = ByteBuffer.allocate(ROOT);
        byte[] time = ByteBuffer.allocate(8).putLong(fileTime(now)).array();
        index.put((byte) 1).put(time, 1, 5).put(key(rootMessageId));
        return index.array();
    }

    /** The index of a reply: the other message's index and another block of 5 bytes, up to a hundred blocks. */
    public static byte[] answer(byte[] index, Instant now) {
        if (index.length < ROOT || index.length + CHILD > MAX_INDEX_BYTES) {
            return index;
        }
        long elapsed = (fileTime(now) >>> 18) & 0x7fff_ffffL;
        return ByteBuffer.allocate(index.length + CHILD)
                .put(index)
                .putInt((int) elapsed)
                .put((byte) index.length)
                .array();
    }

    /** The id of the conversation that an index belongs to; null if the bytes are not an index. */
    public static @Nullable String id(byte[] index) {
        return index.length < ROOT ? null : encode(Arrays.copyOfRange(index, 6, ROOT));
    }

    /** The id of the conversation that this message began. */
    public static String id(String rootMessageId) {
        return encode(key(rootMessageId));
    }

    private static String encode(byte[] key) {
        return Base64.getUrlEncoder()
                .encodeToString(ByteBuffer.allocate(PREFIX.length + key.length)
                        .put(PREFIX)
                        .put(key)
                        .array());
    }

    private static byte[] key(String messageId) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(messageId.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(hash, KEY);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long fileTime(Instant now) {
        Duration since = Duration.between(FILETIME, now);
        return since.isNegative() ? 0 : since.getSeconds() * 10_000_000 + since.getNano() / 100;
    }
}
