package dev.postern.secrets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sealed secrets can be opened only in their place, unchanged, and with the right keys. */
class SealerTest {
    private static final SecretPlace PLACE = new SecretPlace("t", "c", "1");
    private static final byte[] SECRET = "a secret text".getBytes(StandardCharsets.UTF_8);
    private final SecureRandom random = new SecureRandom();

    @TempDir
    Path folder;

    private Keyring ring(String... configured) {
        return Keyring.open(
                folder,
                Arrays.stream(configured).findFirst(),
                Arrays.stream(configured).skip(1).toList(),
                random);
    }

    private String key() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Test
    void aSealedSecretOpensInItsPlaceOnly() {
        Sealer sealer = Sealers.fresh();
        byte[] sealed = sealer.seal(PLACE, SECRET);
        assertArrayEquals(SECRET, sealer.open(PLACE, sealed));
        assertFalse(Arrays.equals(sealed, sealer.seal(PLACE, SECRET)));
        for (SecretPlace other : List.of(
                new SecretPlace("u", "c", "1"),
                new SecretPlace("t", "d", "1"),
                new SecretPlace("t", "c", "2"),
                new SecretPlace("t", "c1", ""),
                new SecretPlace("tc", "", "1"))) {
            assertThrows(SecretUnreadable.class, () -> sealer.open(other, sealed), other::toString);
        }
        assertThrows(SecretUnreadable.class, () -> Sealers.fresh().open(PLACE, sealed));
        assertThrows(SecretUnreadable.class, () -> sealer.open(PLACE, SECRET));
        assertThrows(SecretUnreadable.class, () -> sealer.open(PLACE, new byte[0]));
    }

    @Test
    void everyChangedBitIsDetected() {
        Sealer sealer = Sealers.fresh();
        byte[] sealed = sealer.seal(PLACE, SECRET);
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThrows(SecretUnreadable.class, () -> sealer.open(PLACE, changed));
        }
        assertThrows(SecretUnreadable.class, () -> sealer.open(PLACE, Arrays.copyOf(sealed, sealed.length - 1)));
    }

    @Test
    void theKeyFileIsCreatedOnceAndForItsOwnerOnly() throws IOException {
        byte[] sealed = ring().sealer().seal(PLACE, SECRET);
        Path file = folder.resolve(Keyring.FILE);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(32, Base64.getDecoder().decode(Files.readString(file).strip()).length);
        assertArrayEquals(SECRET, ring().sealer().open(PLACE, sealed));
        assertFalse(Files.exists(folder.resolve(Keyring.FILE + ".new")));
    }

    @Test
    void aRotationKeepsTheOldKeyUntilItIsDone() {
        Keyring before = ring();
        byte[] sealed = before.sealer().seal(PLACE, SECRET);
        before.rotate();
        // The process ended here; the next one has both keys.
        Keyring after = ring();
        assertArrayEquals(SECRET, after.sealer().open(PLACE, sealed));
        assertFalse(after.sealer().isCurrent(sealed));
        byte[] resealed = after.sealer().seal(PLACE, SECRET);
        assertTrue(after.sealer().isCurrent(resealed));
        assertNotEquals(Sealer.keyOf(sealed), Sealer.keyOf(resealed));
        after.forgetPrevious();
        assertThrows(SecretUnreadable.class, () -> ring().sealer().open(PLACE, sealed));
        assertArrayEquals(SECRET, ring().sealer().open(PLACE, resealed));
    }

    @Test
    void aConfiguredKeyEncryptsAndTheOthersStillDecrypt() {
        byte[] ofFile = ring().sealer().seal(PLACE, SECRET);
        String first = key();
        byte[] ofFirst = ring(first).sealer().seal(PLACE, SECRET);
        Sealer sealer = ring(key(), first).sealer();
        assertArrayEquals(SECRET, sealer.open(PLACE, ofFirst));
        assertArrayEquals(SECRET, sealer.open(PLACE, ofFile));
        assertFalse(sealer.isCurrent(ofFirst));
        assertTrue(ring(first).sealer().isCurrent(ofFirst));
        assertThrows(SecretUnreadable.class, () -> ring().sealer().open(PLACE, ofFirst));
    }

    @Test
    void aConfiguredKeyCreatesNoFile() {
        assertTrue(ring(key()).isConfigured());
        assertFalse(Files.exists(folder.resolve(Keyring.FILE)));
    }

    @Test
    void aDamagedKeyFileIsNamedAndNotReplaced() throws IOException {
        Files.writeString(folder.resolve(Keyring.FILE), "c2hvcnQ=\n");
        var refused = assertThrows(IllegalStateException.class, () -> ring());
        assertTrue(String.valueOf(refused.getMessage()).contains(Keyring.FILE));
        assertFalse(String.valueOf(refused.getMessage()).contains("c2hvcnQ"));
        assertEquals("c2hvcnQ=\n", Files.readString(folder.resolve(Keyring.FILE)));
        assertThrows(IllegalArgumentException.class, () -> EncryptionKey.parse("not base64!"));
    }
}
