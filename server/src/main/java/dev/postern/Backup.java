package dev.postern;

import dev.postern.cli.FileProblem;
import dev.postern.secrets.EncryptionKey;
import dev.postern.secrets.Keyring;
import dev.postern.store.Database;
import dev.postern.store.ReadOnlyDatabase;
import dev.postern.store.SqliteCopy;
import dev.postern.store.SqliteFile;
import dev.postern.token.SigningKeyTable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes a backup of a data directory, while its server runs or not. The archive is made beside its file under another name, read again, and
 * then renamed, so a file with that name is always a whole backup.
 *
 * @param config the configuration file to include
 * @param sqlite whether the database is in the data directory; with PostgreSQL it is not
 */
record Backup(Path data, Path file, Optional<Path> config, boolean sqlite, InstantSource clock) {
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> OWNER_ONLY_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final long MAX_SMALL_FILE = 1L << 30;

    /** @param missingKeys whether stored secrets need an encryption key that the backup does not contain */
    record Made(BackupManifest manifest, boolean missingKeys) {}

    /** @throws BackupRefused if there is nothing to back up, or if it cannot be written */
    Made make() {
        Path database = data.resolve(BackupManifest.DATABASE);
        if (!Files.isRegularFile(data.resolve("node-id"))) {
            throw new BackupRefused("There is no data directory " + data + ". Specify it with --data DIR.");
        }
        Path folder = folder();
        try {
            Path staging = Files.createTempDirectory(folder, ".postern-backup-", OWNER_ONLY_FOLDER);
            try {
                return make(database, staging);
            } finally {
                Folders.delete(staging);
            }
        } catch (IOException e) {
            throw new BackupRefused("The backup " + file + " cannot be written: " + FileProblem.of(e) + ".", e);
        }
    }

    private Made make(Path database, Path staging) throws IOException {
        Optional<Path> key = Optional.of(data.resolve(Keyring.FILE)).filter(Files::isRegularFile);
        String keyBefore = text(key);
        // The anchors first: a running server may add anchors that are newer than the copy of the database.
        var names = new ArrayList<String>();
        for (String name : small()) {
            Path copy = staging.resolve(name);
            Files.createDirectories(copy.getParent());
            Files.copy(data.resolve(name), copy);
            names.add(name);
        }
        if (config.isPresent()) {
            Files.copy(config.get(), staging.resolve(BackupManifest.CONFIGURATION));
            names.add(BackupManifest.CONFIGURATION);
        }
        int schema = 0;
        if (sqlite) {
            schema = copyDatabase(database, staging.resolve(BackupManifest.DATABASE));
            names.add(BackupManifest.DATABASE);
        }
        if (!text(key).equals(keyBefore)) {
            throw new BackupRefused("The encryption key was changed during the backup. Run the command again.");
        }
        var entries = new ArrayList<BackupManifest.Entry>();
        for (String name : names) {
            entries.add(BackupArchive.entry(name, staging.resolve(name)));
        }
        var manifest = new BackupManifest(clock.instant(), ProgramVersion.read().version(), schema, entries);
        Path draft = Files.createFile(staging.resolve("backup.tar.gz"), OWNER_ONLY);
        BackupArchive archive = new BackupArchive(draft);
        archive.write(manifest, staging);
        archive.read(new Compared());
        Folders.force(draft);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Folders.force(folder());
        return new Made(manifest, schema > 0 && lacksKeys(staging, keyBefore));
    }

    private Path folder() {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new BackupRefused(file + " is not the name of a file.");
        }
        if (!Files.isDirectory(folder)) {
            throw new BackupRefused("The backup " + file + " cannot be written: its directory does not exist.");
        }
        return folder;
    }

    /** The names of the small files, in the order in which they are copied. */
    private List<String> small() throws IOException {
        var names = new ArrayList<String>();
        try (Stream<Path> files = Files.list(data)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.equals("node-id")
                            || name.equals(Keyring.FILE)
                            || name.matches("audit-anchors[A-Za-z0-9.-]*\\.jsonl"))
                    .filter(name -> isSmallFile(data.resolve(name)))
                    .sorted()
                    .forEach(names::add);
        }
        if (Files.isDirectory(data.resolve("tls"))) {
            try (Stream<Path> files = Files.list(data.resolve("tls"))) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.matches("[A-Za-z0-9-]+\\.pem"))
                        .filter(name -> isSmallFile(data.resolve("tls").resolve(name)))
                        .sorted()
                        .forEach(name -> names.add("tls/" + name));
            }
        }
        return names;
    }

    private static boolean isSmallFile(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && file.toFile().length() <= MAX_SMALL_FILE;
    }

    private static int copyDatabase(Path database, Path copy) {
        SqliteCopy.make(database, copy);
        SqliteFile copied = new SqliteFile(copy);
        List<String> problems = copied.problems(1);
        if (!problems.isEmpty()) {
            throw new BackupRefused("The database is damaged: " + problems.getFirst()
                    + ". ./postern check lists all problems; restore an older backup.");
        }
        return copied.schemaVersion();
    }

    private static String text(Optional<Path> file) throws IOException {
        return file.isPresent() ? Files.readString(file.get()) : "";
    }

    /** Returns whether signing keys in the copy are sealed with a key that is not in the key file. A database of another version is not examined. */
    private static boolean lacksKeys(Path staging, String keyFile) {
        Set<String> ids = new HashSet<>();
        keyFile.lines()
                .filter(line -> !line.isBlank())
                .forEach(line -> ids.add(EncryptionKey.parse(line).id()));
        try (Database copy = ReadOnlyDatabase.open(staging.resolve(BackupManifest.DATABASE))) {
            return SigningKeyTable.list(copy).stream()
                    .anyMatch(key -> key.retired() == null
                            && !key.encryptionKey().isEmpty()
                            && !ids.contains(key.encryptionKey()));
        } catch (ReadOnlyDatabase.OtherSchema e) {
            return false;
        }
    }

    /** Compares the archive with its manifest, which {@link BackupArchive#read} does, and keeps nothing. */
    private record Compared() implements BackupArchive.Sink {
        @Override
        public void begin(BackupManifest manifest) {}

        @Override
        public OutputStream open(BackupManifest.Entry entry) {
            return OutputStream.nullOutputStream();
        }
    }
}
