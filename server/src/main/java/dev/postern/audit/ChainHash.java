package dev.postern.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash that links an entry to the previous one: SHA-256 over the previous hash and the text of the entry. */
final class ChainHash {
    private static final int LENGTH = 32;

    private ChainHash() {}

    /** The previous hash of the first entry of a chain. */
    static byte[] beginning() {
        return new byte[LENGTH];
    }

    static byte[] of(byte[] before, String text) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(before);
            return sha.digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }
}
