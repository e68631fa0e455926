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

/** An AES-256 key. Its id is part of a hash of the key; ciphertexts contain it. It reveals nothing about the key. */
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
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }

    /** Creates a random key. */
    public static EncryptionKey generate(SecureRandom random) {
        byte[] bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        return new EncryptionKey(bytes);
    }

    /**
     * Parses the output of {@link #text}.
     *
     * @throws IllegalArgumentException if it is not 32 bytes in base64; the message does not quote it
     */
    public static EncryptionKey parse(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The encryption key is not base64", e);
        }
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("The encryption key must have 32 bytes, but has " + bytes.length);
        }
        return new EncryptionKey(bytes);
    }

    /** The key in base64. For the key file only. */
    String text() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** The id by which logs and the database name the key. */
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
