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
 * A cache of texts that are computed from other texts, keyed by a hash of the input, so it is never stale. Its size in bytes is
 * bounded; the least recently used entries are evicted. Failures are cached too. If another caller is already computing an entry,
 * callers wait for it. Thread-safe.
 */
public final class ContentCache {
    private static final long ENTRY = 200;
    private static final int MAX_REFUSALS = 10_000;
    private static final int PIECE = 32 * 1024;
    /** A deadline may have been missed because of other load, so the work is retried after this time. */
    private static final long DEADLINE_KEPT = Duration.ofMinutes(5).toNanos();

    private final Map<ByteBuffer, String> texts = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<ByteBuffer, Refusal> refusals = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<ByteBuffer, CompletableFuture<String>> making = new HashMap<>();
    private final long max;
    private long size;
    private long awaited;

    private record Refusal(ComputeRefused.Reason reason, long since) {
        boolean holds() {
            return reason == ComputeRefused.Reason.MEMORY || System.nanoTime() - since < DEADLINE_KEPT;
        }
    }

    /** @param max maximum size in bytes */
    public ContentCache(long max) {
        this.max = max;
    }

    /** Returns the key for a content and the way it is processed. */
    public static ByteBuffer key(String processing, String content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(processing.getBytes(StandardCharsets.UTF_8));
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
     * Returns the cached text, waits for one that is being computed, or computes it.
     *
     * @throws ComputeRefused if it cannot be computed, or could not be before
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
        if (refusals.size() > MAX_REFUSALS) {
            eldest.next();
            eldest.remove();
        }
    }

    private void put(ByteBuffer key, String text) {
        long weight = weight(text);
        if (weight > max / 4 * 3) {
            return;
        }
        synchronized (this) {
            @Nullable String before = texts.put(key, text);
            size += weight - (before == null ? 0 : weight(before));
            var eldest = texts.values().iterator();
            while (size > max && eldest.hasNext()) {
                size -= weight(eldest.next());
                eldest.remove();
            }
        }
    }

    /** Returns the current size in bytes. */
    public synchronized long size() {
        return size;
    }

    /** Returns how often a caller waited for the computation of another. */
    synchronized long awaited() {
        return awaited;
    }

    /** If a text contains a character beyond Latin-1, the JVM stores two bytes for each of its characters. */
    private static long weight(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xff) {
                return ENTRY + 2L * text.length();
            }
        }
        return ENTRY + text.length();
    }
}
