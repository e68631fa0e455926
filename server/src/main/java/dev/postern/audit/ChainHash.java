package dev.postern.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash that links an entry to the one before it: SHA-256 over the hash before and the text of the entry. */
final class ChainHash {
    private static final int LENGTH = 32;

    private ChainHash() {}

    /** What stands before the first entry of a chain. */
    static byte[] beginning() {
        return new byte[LENGTH];
    }

    static byte[] of(byte[] before, String text) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(before);
            return sha.digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
