package dev.postern.secrets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The keys of one server: from the configuration, or from the key file of its data folder, which is made at the first start. The file
 * has one key a line, the current one first; the others are those before it, until everything is encrypted anew. It is only ever
 * replaced as a whole, and on the disk before anything is encrypted with what it holds; so a crash at any moment loses no key.
 *
 * <p>Whoever makes one holds the lock of the data folder. Not thread-safe.
 */
public final class Keyring {
    /** The file in the data folder, readable for its owner only. */
    public static final String FILE = "encryption.key";

    private final Path file;
    private final Optional<EncryptionKey> configured;
    private final List<EncryptionKey> configuredPrevious;
    private final SecureRandom random;
    private List<EncryptionKey> stored;

    private Keyring(
            Path file,
            Optional<EncryptionKey> configured,
            List<EncryptionKey> configuredPrevious,
            SecureRandom random) {
        this.file = file;
        this.configured = configured;
        this.configuredPrevious = List.copyOf(configuredPrevious);
        this.random = random;
        this.stored = read(file);
    }

    /**
     * Reads the keys, and makes a key file when neither it nor a configured key is there.
     *
     * @param configured the key of the configuration, in base64
     * @param previous further keys of the configuration, which only decrypt
     */
    public static Keyring open(Path folder, Optional<String> configured, List<String> previous, SecureRandom random) {
        Keyring ring = new Keyring(
                folder.resolve(FILE),
                configured.map(EncryptionKey::parse),
                previous.stream().map(EncryptionKey::parse).toList(),
                random);
        if (ring.configured.isEmpty() && ring.stored.isEmpty()) {
            ring.write(List.of(EncryptionKey.fresh(random)));
        }
        return ring;
    }

    /** Encrypts with the configured key, else with that of the file; decrypts with all that are known. */
    public Sealer sealer() {
        var all = new ArrayList<EncryptionKey>();
        configured.ifPresent(all::add);
        all.addAll(stored);
        all.addAll(configuredPrevious);
        return new Sealer(all.getFirst(), all.subList(1, all.size()), isConfigured(), random);
    }

    /** Whether the key is configured, so that several nodes may have the same. */
    public boolean isConfigured() {
        return configured.isPresent();
    }

    /** Makes a new key for the file; the one before it stays until {@link #forgetPrevious}. */
    public void rotate() {
        var keys = new ArrayList<EncryptionKey>();
        keys.add(EncryptionKey.fresh(random));
        keys.addAll(stored);
        write(keys);
    }

    /** Takes earlier keys out of the file, once nothing is encrypted with them any more. */
    public void forgetPrevious() {
        if (stored.size() > 1) {
            write(List.of(stored.getFirst()));
        }
    }

    private static List<EncryptionKey> read(Path file) {
        try {
            return Files.exists(file)
                    ? Files.readAllLines(file).stream()
                            .filter(line -> !line.isBlank())
                            .map(EncryptionKey::parse)
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("The encryption key in " + file + " cannot be read", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "The encryption key in " + file + " cannot be used: " + e.getMessage()
                            + ". Restore the file, or move it away to begin with a new key; docs/operate.md says what"
                            + " is lost then.",
                    e);
        }
    }

    private void write(List<EncryptionKey> keys) {
        Path draft = file.resolveSibling(FILE + ".new");
        String text = String.join("\n", keys.stream().map(EncryptionKey::text).toList()) + "\n";
        try {
            Files.deleteIfExists(draft);
            try (FileChannel channel = FileChannel.open(
                    draft,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
                while (bytes.hasRemaining()) {
                    int _ = channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
                folder.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The encryption key cannot be written to " + file, e);
        }
        stored = List.copyOf(keys);
    }
}
