package dev.postern.compute;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Texts that were made of texts, by the hash of what they were made of, so nothing in it is ever out of date. It holds a bounded
 * number of bytes; what was not used for longest goes first. Any thread may use it.
 */
public final class ContentCache {
    private static final long ENTRY = 200;

    private final Map<ByteBuffer, String> texts = new LinkedHashMap<>(64, 0.75f, true);
    private final long most;
    private long held;

    /** @param most bytes that it may hold */
    public ContentCache(long most) {
        this.most = most;
    }

    /** The key of what is made of a content in some way. */
    public static ByteBuffer key(String way, String content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(way.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            return ByteBuffer.wrap(digest.digest(content.getBytes(StandardCharsets.UTF_8)))
                    .asReadOnlyBuffer();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public synchronized @Nullable String get(ByteBuffer key) {
        return texts.get(key);
    }

    public synchronized void put(ByteBuffer key, String text) {
        if (weight(text) > most / 4) {
            return;
        }
        String before = texts.put(key, text);
        held += weight(text) - (before == null ? 0 : weight(before));
        var eldest = texts.values().iterator();
        while (held > most && eldest.hasNext()) {
            held -= weight(eldest.next());
            eldest.remove();
        }
    }

    /** How many bytes it holds. */
    public synchronized long held() {
        return held;
    }

    private static long weight(String text) {
        return ENTRY + 2L * text.length();
    }
}
