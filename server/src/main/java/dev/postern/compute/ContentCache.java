package dev.postern.compute;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Texts that were made of texts, by the hash of what they were made of, so nothing in it is ever out of date. It holds a bounded
 * number of bytes; what was not used for longest goes first. That something cannot be made is kept as well. Who wants what another
 * caller is making waits for it. Any thread may use it.
 */
public final class ContentCache {
    private static final long ENTRY = 200;
    private static final int MOST_REFUSALS = 10_000;
    private static final int PIECE = 32 * 1024;
    /** Work may have passed its deadline because of others, so it is tried again after a while. */
    private static final long DEADLINE_KEPT = Duration.ofMinutes(5).toNanos();

    private final Map<ByteBuffer, String> texts = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<ByteBuffer, Refusal> refusals = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<ByteBuffer, CompletableFuture<String>> making = new HashMap<>();
    private final long most;
    private long held;
    private long awaited;

    private record Refusal(ComputeRefused.Reason reason, long since) {
        boolean holds() {
            return reason == ComputeRefused.Reason.MEMORY || System.nanoTime() - since < DEADLINE_KEPT;
        }
    }

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
            for (int from = 0; from < content.length(); ) {
                int to = Math.min(content.length(), from + PIECE);
                if (to < content.length() && Character.isHighSurrogate(content.charAt(to - 1))) {
                    to--;
                }
                digest.update(content.substring(from, to).getBytes(StandardCharsets.UTF_8));
                from = to;
            }
            return ByteBuffer.wrap(digest.digest()).asReadOnlyBuffer();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * What was made before, or is being made, or is made now.
     *
     * @throws ComputeRefused when it cannot be made, or could not before
     */
    public String get(ByteBuffer key, Supplier<String> maker) {
        CompletableFuture<String> other;
        CompletableFuture<String> own = new CompletableFuture<>();
        synchronized (this) {
            String known = texts.get(key);
            if (known != null) {
                return known;
            }
            Refusal refusal = refusals.get(key);
            if (refusal != null && refusal.holds()) {
                throw new ComputeRefused(refusal.reason());
            }
            other = making.putIfAbsent(key, own);
            awaited += other == null ? 0 : 1;
        }
        return other == null ? made(key, maker, own) : awaited(other);
    }

    private static String awaited(CompletableFuture<String> other) {
        try {
            return other.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case ComputeRefused refused -> throw refused;
                case RuntimeException failed -> throw failed;
                case null, default -> throw e;
            }
        }
    }

    private String made(ByteBuffer key, Supplier<String> maker, CompletableFuture<String> own) {
        try {
            String text = maker.get();
            put(key, text);
            own.complete(text);
            return text;
        } catch (ComputeRefused e) {
            refuse(key, e.reason());
            own.completeExceptionally(e);
            throw e;
        } catch (Throwable e) {
            own.completeExceptionally(e);
            throw e;
        } finally {
            synchronized (this) {
                making.remove(key);
            }
        }
    }

    private synchronized void refuse(ByteBuffer key, ComputeRefused.Reason reason) {
        if (reason == ComputeRefused.Reason.BUSY) {
            return;
        }
        refusals.put(key, new Refusal(reason, System.nanoTime()));
        var eldest = refusals.keySet().iterator();
        if (refusals.size() > MOST_REFUSALS) {
            eldest.next();
            eldest.remove();
        }
    }

    private void put(ByteBuffer key, String text) {
        long weight = weight(text);
        if (weight > most / 4 * 3) {
            return;
        }
        synchronized (this) {
            @Nullable String before = texts.put(key, text);
            held += weight - (before == null ? 0 : weight(before));
            var eldest = texts.values().iterator();
            while (held > most && eldest.hasNext()) {
                held -= weight(eldest.next());
                eldest.remove();
            }
        }
    }

    /** How many bytes it holds. */
    public synchronized long held() {
        return held;
    }

    /** How often a caller waited for what another one made. */
    public synchronized long awaited() {
        return awaited;
    }

    /** A letter beyond Latin-1 makes every letter of a text take two bytes. */
    private static long weight(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xff) {
                return ENTRY + 2L * text.length();
            }
        }
        return ENTRY + text.length();
    }
}
