package dev.postern;

import dev.postern.cli.FileProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The data directory of one server. It is locked while the server runs, readable by its owner only, and contains the administrator's file. */
final class DataDirectory implements AutoCloseable {
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> OWNER_ONLY_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    /** The operator must choose or repair the folder; the message says what is wrong. */
    static final class Unusable extends IllegalStateException {
        private static final long serialVersionUID = 1;

        Unusable(String message) {
            super(message);
        }
    }

    private DataDirectory(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Locks the folder for this process, and removes the administrator's file of the last run.
     *
     * @throws Unusable if another server uses it, or if it cannot be written
     */
    static DataDirectory take(Path folder) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new Unusable("The data directory " + folder + " cannot be used: it is a file.");
        }
        try {
            Path path = Files.isDirectory(folder)
                    ? folder.toRealPath()
                    : Files.createDirectories(folder, OWNER_ONLY_FOLDER).toRealPath();
            if (Files.exists(path.resolve(Restore.UNFINISHED))) {
                throw new Unusable(
                        "A restore into " + path + " did not end. Empty the folder and restore the backup again.");
            }
            FileChannel channel = FileChannel.open(
                    path.resolve("lock"), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OWNER_ONLY);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new Unusable(
                        "Another Postern runs on " + path + ". Stop it, or give this one its own --data directory.");
            }
            removeProfiles(path);
            FileModes.restrict(path);
            return new DataDirectory(path, channel, lock);
        } catch (IOException e) {
            throw new Unusable("The data directory " + folder + " cannot be used: " + FileProblem.of(e) + ".");
        }
    }

    /** Removes the files of the last run, because their secrets will be replaced. */
    private static void removeProfiles(Path path) throws IOException {
        try (var profiles = Files.newDirectoryStream(path, "admin*.json")) {
            for (Path profile : profiles) {
                Files.delete(profile);
            }
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    Path path() {
        return path;
    }

    /** Returns a file with this name, readable by its owner only; creates an empty one if it does not exist. */
    Path file(String name) {
        Path file = path.resolve(name);
        try {
            if (!Files.exists(file)) {
                Files.createFile(file, OWNER_ONLY);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a folder with this name, for the owner only; creates it if it does not exist. */
    Path folder(String name) {
        try {
            return Files.createDirectories(path.resolve(name), OWNER_ONLY_FOLDER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a name that identifies this server among others on the same database, also after a restart. */
    String nodeId() {
        Path file = path.resolve("node-id");
        try {
            if (!Files.exists(file)) {
                write(file, UUID.randomUUID().toString());
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes an administrator's file atomically, so that readers never see an incomplete one. */
    void writeProfile(String name, String json) {
        write(path.resolve(name), json);
    }

    /** Writes a file atomically that only its owner can read. */
    static void write(Path file, String text) {
        try {
            Path draft = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(draft);
            Files.createFile(draft, OWNER_ONLY);
            Files.writeString(draft, text);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
