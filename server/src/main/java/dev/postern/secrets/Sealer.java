package dev.postern.secrets;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Encrypts secrets with the current key and decrypts with the current or a previous key: AES-256-GCM with a random nonce and the
 * {@link SecretPlace} as associated data. A sealed secret consists of four marker bytes, the key id (8), the nonce (12), the
 * ciphertext and the tag. Immutable, thread-safe.
 */
public final class Sealer {
    /** No DER, JSON or text begins with these bytes. */
    private static final byte[] MARK = {(byte) 0xF5, 'P', 'S', 1};

    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int HEAD = MARK.length + EncryptionKey.ID_LENGTH;

    private final EncryptionKey current;
    private final Map<String, EncryptionKey> keys = new LinkedHashMap<>();
    private final SecureRandom random;
    private final boolean common;

    /**
     * @param previous keys for decryption only
     * @param common whether other nodes have the same keys
     */
    public Sealer(EncryptionKey current, List<EncryptionKey> previous, boolean common, SecureRandom random) {
        this.current = current;
        this.common = common;
        this.random = random;
        keys.put(current.id(), current);
        previous.forEach(key -> keys.putIfAbsent(key.id(), key));
    }

    /** Encrypts a secret for this place. */
    public byte[] seal(SecretPlace place, byte[] secret) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] encrypted = crypt(Cipher.ENCRYPT_MODE, current, nonce, place, secret, 0, secret.length);
        return ByteBuffer.allocate(HEAD + NONCE + encrypted.length)
                .put(MARK)
                .put(current.idBytes())
                .put(nonce)
                .put(encrypted)
                .array();
    }

    /**
     * Decrypts the output of {@link #seal} for this place.
     *
     * @throws SecretUnreadable if its key is unknown, or if it was altered or sealed for another place
     */
    public byte[] open(SecretPlace place, byte[] sealed) {
        if (!isSealed(sealed)) {
            throw new SecretUnreadable("The value in " + place.table() + "." + place.column() + " is not encrypted");
        }
        EncryptionKey key = keys.get(keyOf(sealed));
        if (key == null) {
            throw new SecretUnreadable("The encryption key " + keyOf(sealed) + " is missing");
        }
        byte[] nonce = Arrays.copyOfRange(sealed, HEAD, HEAD + NONCE);
        int from = HEAD + NONCE;
        return crypt(Cipher.DECRYPT_MODE, key, nonce, place, sealed, from, sealed.length - from);
    }

    private static byte[] crypt(
            int mode, EncryptionKey key, byte[] nonce, SecretPlace place, byte[] input, int from, int length) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key.secret(), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(place.bytes());
            return cipher.doFinal(input, from, length);
        } catch (GeneralSecurityException e) {
            throw new SecretUnreadable(
                    "A secret in " + place.table() + "." + place.column()
                            + " was altered, or moved from another place in the database",
                    e);
        }
    }

    /** Returns whether these bytes are a sealed secret, with any key. */
    public static boolean isSealed(byte[] bytes) {
        return bytes.length >= HEAD + NONCE + TAG_BITS / 8
                && Arrays.equals(bytes, 0, MARK.length, MARK, 0, MARK.length);
    }

    /** Returns the id of the key that sealed the bytes; empty if they are not sealed. */
    public static String keyOf(byte[] bytes) {
        return isSealed(bytes) ? HexFormat.of().formatHex(bytes, MARK.length, HEAD) : "";
    }

    /** Returns whether the key of a sealed secret is known. The secret may still have been altered. */
    public boolean hasKeyOf(byte[] sealed) {
        return keys.containsKey(keyOf(sealed));
    }

    /** Returns whether it was sealed with the current key. */
    public boolean isCurrent(byte[] sealed) {
        return current.id().equals(keyOf(sealed));
    }

    /** Returns whether other nodes on the same database have the same keys, because they are configured. */
    public boolean isCommon() {
        return common;
    }

    /** Returns the id of the current key. */
    public String keyId() {
        return current.id();
    }
}
