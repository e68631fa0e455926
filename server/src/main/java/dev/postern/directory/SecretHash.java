package dev.postern.directory;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * What is kept of a secret: a salted SHA-256. Only secrets that Postern made itself, with 240 random bits, are kept so; a slow hash
 * would add nothing against guessing, and would let anybody burn the server's time with wrong secrets.
 *
 * @param text salt and digest; never the secret
 */
public record SecretHash(String text) {
    private static final int SECRET_BYTES = 30;
    private static final int SALT_BYTES = 16;

    /** A new secret: 40 characters that need no escaping. */
    public static String newSecret(SecureRandom random) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    public static SecretHash of(String secret, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new SecretHash(encode(salt) + "." + encode(digest(salt, secret)));
    }

    /** Whether this is the secret, in a time that does not depend on where it differs. */
    public boolean matches(String secret) {
        int dot = text.indexOf('.');
        byte[] salt = Base64.getUrlDecoder().decode(text.substring(0, dot));
        byte[] expected = Base64.getUrlDecoder().decode(text.substring(dot + 1));
        return MessageDigest.isEqual(expected, digest(salt, secret));
    }

    @Override
    public String toString() {
        return "SecretHash[hidden]";
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] digest(byte[] salt, String secret) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(salt);
            return sha.digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }
}
