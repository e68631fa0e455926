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
 * The keys of one server: from the configuration, or from the key file of its data directory, which is created at the first start. The file
 * has one key per line, the current key first, then previous keys until everything is re-encrypted. It is always
 * replaced atomically, and on disk before its new key is used, so a crash at any time loses no key.
 *
 * <p>The caller must hold the lock of the data directory. Not thread-safe.
 */
public final class Keyring {
    /** The file in the data directory, readable by its owner only. */
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
     * Reads the keys, and creates a key file if there is neither a key file nor a configured key.
     *
     * @param configured the configured key, in base64
     * @param previous older configured keys, for decryption only
     */
    public static Keyring open(Path folder, Optional<String> configured, List<String> previous, SecureRandom random) {
        Keyring ring = new Keyring(
                folder.resolve(FILE),
                configured.map(EncryptionKey::parse),
                previous.stream().map(EncryptionKey::parse).toList(),
                random);
        if (ring.configured.isEmpty() && ring.stored.isEmpty()) {
            ring.write(List.of(EncryptionKey.generate(random)));
        }
        return ring;
    }

    /** Returns a sealer that encrypts with the configured key, or else the first key of the file, and decrypts with all known keys. */
    public Sealer sealer() {
        var all = new ArrayList<EncryptionKey>();
        configured.ifPresent(all::add);
        all.addAll(stored);
        all.addAll(configuredPrevious);
        return new Sealer(all.getFirst(), all.subList(1, all.size()), isConfigured(), random);
    }

    /** Returns whether the key is configured, so that several nodes may share it. */
    public boolean isConfigured() {
        return configured.isPresent();
    }

    /** Adds a new key to the file; the previous key is kept until {@link #forgetPrevious}. */
    public void rotate() {
        var keys = new ArrayList<EncryptionKey>();
        keys.add(EncryptionKey.generate(random));
        keys.addAll(stored);
        write(keys);
    }

    /** Removes previous keys from the file. Call it when nothing is encrypted with them any more. */
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
                            + ". Restore the file, or move it away to start with a new key; docs/operate.md describes"
                            + " what is lost then.",
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
