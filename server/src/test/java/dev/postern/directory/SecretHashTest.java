package dev.postern.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SecretHashTest {
    /** Returns bytes that all are the next of these, then truly random ones. */
    private static final class Chosen extends SecureRandom {
        private static final long serialVersionUID = 1;
        private final int[] values;
        private int next;

        Chosen(int... values) {
            this.values = values;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            if (next < values.length) {
                Arrays.fill(bytes, (byte) values[next++]);
            } else {
                super.nextBytes(bytes);
            }
        }
    }

    @Test
    void aSecretDoesNotLookLikeAnOption() {
        String secret = SecretHash.newSecret(new Chosen(0xF8, 0xFB, 0xFF));
        assertEquals("_".repeat(40), secret);
        assertTrue(SecretHash.newSecret(new Chosen(0x0F, 0xF8)).startsWith("D"));
    }

    @Test
    void onlyTheSecretMatches() {
        var random = new SecureRandom();
        String secret = SecretHash.newSecret(random);
        SecretHash hash = SecretHash.of(secret, random);
        assertTrue(hash.matches(secret));
        assertFalse(hash.matches(secret.substring(1)));
    }
}
