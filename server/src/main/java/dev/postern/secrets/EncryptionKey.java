package dev.postern.secrets;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** A key of AES-256. Its id is a part of its hash, by which what it encrypted is known; it says nothing about the key. */
public final class EncryptionKey {
    static final int ID_LENGTH = 8;
    private static final int LENGTH = 32;

    private final byte[] bytes;
    private final byte[] id;

    private EncryptionKey(byte[] bytes) {
        this.bytes = bytes;
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update("postern encryption key id".getBytes(StandardCharsets.US_ASCII));
            this.id = Arrays.copyOf(sha.digest(bytes), ID_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Makes a new one. */
    public static EncryptionKey fresh(SecureRandom random) {
        byte[] bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        return new EncryptionKey(bytes);
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException when it is not 32 bytes in base64; the message does not quote it
     */
    public static EncryptionKey parse(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("An encryption key is not base64", e);
        }
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("An encryption key has 32 bytes, not " + bytes.length);
        }
        return new EncryptionKey(bytes);
    }

    /** The key itself, in base64: for the key file and nothing else. */
    String text() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** By which the key may be named in logs and in the database. */
    public String id() {
        return HexFormat.of().formatHex(id);
    }

    byte[] idBytes() {
        return id.clone();
    }

    SecretKey secret() {
        return new SecretKeySpec(bytes, "AES");
    }

    @Override
    public String toString() {
        return "EncryptionKey[" + id() + "]";
    }
}
