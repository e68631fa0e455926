package dev.postern;

import dev.postern.store.SchemaVersion;
import dev.postern.store.SqliteFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * Restores a backup into a data directory that does not exist or is empty. Everything is read into a folder within it and compared first; a
 * server refuses a directory with an unfinished restore.
 */
record Restore(Path file, Path data) {
    /** The folder with an unfinished restore. */
    static final String UNFINISHED = ".restore";

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> OWNER_ONLY_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /** @throws BackupRefused if the folder is not empty, or if the backup cannot be used; the folder is as before then */
    BackupManifest run() {
        try {
            boolean existed = Files.exists(data);
            if (existed && !isEmpty()) {
                throw new BackupRefused(
                        data + " is not empty. Restore into a new folder with --data DIR, and exchange the folders.");
            }
            Files.createDirectories(data, OWNER_ONLY_FOLDER);
            Path staging = Files.createDirectory(data.resolve(UNFINISHED), OWNER_ONLY_FOLDER);
            boolean complete = false;
            try {
                BackupManifest manifest = new BackupArchive(file).read(new Extracting(staging));
                requireSchema(manifest, staging);
                // The database last: without it, a server that starts in between finds the mark.
                for (BackupManifest.Entry entry : manifest.files()) {
                    Path to = data.resolve(entry.name());
                    Files.createDirectories(to.getParent(), OWNER_ONLY_FOLDER);
                    Files.move(staging.resolve(entry.name()), to, StandardCopyOption.ATOMIC_MOVE);
                }
                Folders.delete(staging);
                Folders.force(data);
                complete = true;
                return manifest;
            } finally {
                if (!complete) {
                    undo(existed);
                }
            }
        } catch (IOException e) {
            throw new BackupRefused("The backup cannot be restored to " + data + ": " + e.getMessage(), e);
        }
    }

    private boolean isEmpty() throws IOException {
        if (!Files.isDirectory(data)) {
            return false;
        }
        try (Stream<Path> files = Files.list(data)) {
            return files.findAny().isEmpty();
        }
    }

    private void undo(boolean existed) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.list(data)) {
            all = files.toList();
        }
        for (Path one : all) {
            Folders.delete(one);
        }
        if (!existed) {
            Files.delete(data);
        }
    }

    private static void requireSchema(BackupManifest manifest, Path staging) {
        if (manifest.hasDatabase()
                && new SqliteFile(staging.resolve(BackupManifest.DATABASE)).schemaVersion() != manifest.schema()) {
            throw new BackupRefused("The backup is damaged: its database does not have the schema that it names.");
        }
    }

    /** Writes the files into a folder. */
    private record Extracting(Path folder) implements BackupArchive.Sink {
        @Override
        public void begin(BackupManifest manifest) throws IOException {
            String known = SchemaVersion.known();
            if (manifest.schema() > Integer.parseInt(known)) {
                throw new BackupRefused("The backup has schema version " + manifest.schema()
                        + ", which is newer than version " + known + ", the newest that this Postern knows. Restore it"
                        + " with the Postern that made it (" + manifest.version() + ") or a newer one.");
            }
            long free = Files.getFileStore(folder).getUsableSpace();
            if (manifest.bytes() > free) {
                throw new BackupRefused(
                        "The backup needs " + manifest.bytes() + " bytes, and the disk has " + free + ".");
            }
        }

        @Override
        public OutputStream open(BackupManifest.Entry entry) throws IOException {
            Path file = folder.resolve(entry.name());
            Files.createDirectories(file.getParent(), OWNER_ONLY_FOLDER);
            Files.createFile(file, OWNER_ONLY);
            return new Forced(file);
        }
    }

    /** Is on the disk when it is closed. */
    private static final class Forced extends java.io.FilterOutputStream {
        private final Path file;

        Forced(Path file) throws IOException {
            super(Files.newOutputStream(file, StandardOpenOption.WRITE));
            this.file = file;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
            super.close();
            Folders.force(file);
        }
    }
}
