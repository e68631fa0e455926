package dev.postern;

import dev.postern.store.SqliteCopy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** A copy of a data directory with SQLite, to which a reset returns. It is inside of the directory. */
final class Baseline {
    private static final String DATABASE = "postern.db";
    private static final String NAME = "baseline";
    /** The write-ahead log belongs to the database that is replaced. */
    private static final List<String> LOGS = List.of(DATABASE + "-wal", DATABASE + "-shm");

    private final Path folder;
    private final Path copy;

    Baseline(Path folder) {
        this.folder = folder;
        this.copy = folder.resolve(NAME);
    }

    /** Copies the directory while the server runs. */
    void take() {
        try {
            Files.createDirectories(
                    copy, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            // first, because the database must have everything that is anchored
            for (Path file : anchors(folder)) {
                copy(file, copy.resolve(file.getFileName()));
            }
            Path database = copy.resolve(DATABASE);
            Files.deleteIfExists(database);
            SqliteCopy.make(folder.resolve(DATABASE), database);
            Files.setPosixFilePermissions(database, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the directory of a server that is stopped to the copy. */
    void restore() {
        try {
            for (Path file : anchors(folder)) {
                Files.delete(file);
            }
            for (Path file : anchors(copy)) {
                copy(file, folder.resolve(file.getFileName()));
            }
            for (String log : LOGS) {
                Files.deleteIfExists(folder.resolve(log));
            }
            Path next = folder.resolve(DATABASE + ".new");
            copy(copy.resolve(DATABASE), next);
            Files.move(
                    next,
                    folder.resolve(DATABASE),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    }

    /** The anchors of the audit, which would contradict an earlier state of the database. */
    private static List<Path> anchors(Path in) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(in, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return directory.equals(in) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.getFileName().toString().startsWith("audit")) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }
}
