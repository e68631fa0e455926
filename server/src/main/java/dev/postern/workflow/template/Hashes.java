package dev.postern.workflow.template;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import java.util.UUID;

/** Texts that depend on other texts only. They are stable, but not those that Azure computes. */
final class Hashes {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz234567";

    private Hashes() {}

    /** Returns 13 letters and digits. */
    static String unique(List<String> texts) {
        long bits = hash(texts).getLong();
        var unique = new StringBuilder();
        for (int i = 0; i < 13; i++) {
            unique.append(LETTERS.charAt((int) (bits >>> (59 - Math.min(59, i * 5))) & 31));
        }
        return unique.toString();
    }

    static String guid(List<String> texts) {
        ByteBuffer hash = hash(texts);
        long high = (hash.getLong() & ~0xf000L) | 0x5000L;
        long low = (hash.getLong() & ~(3L << 62)) | (2L << 62);
        return new UUID(high, low).toString();
    }

    private static ByteBuffer hash(List<String> texts) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256")
                    .digest(String.join("-", texts).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }
}
