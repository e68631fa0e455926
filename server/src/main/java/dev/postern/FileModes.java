package dev.postern;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes permissions of other users on the files of a data directory, for example after a restore, and logs it. Links are not followed, because
 * their targets do not belong to the server. Certificates may be readable by all.
 */
final class FileModes {
    private static final Logger LOG = LoggerFactory.getLogger(FileModes.class);
    private static final Set<PosixFilePermission> OWNER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);
    private static final Set<PosixFilePermission> READ_BY_ALL =
            EnumSet.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);
    /** The maximum depth of the server's own files; deeper files are not changed. */
    private static final int MAX_DEPTH = 3;

    private static final int MAX_CERTIFICATE_BYTES = 64 * 1024;

    private final Path folder;
    private final UserPrincipal self;
    private final List<String> tightened = new ArrayList<>();

    private FileModes(Path folder, UserPrincipal self) {
        this.folder = folder;
        this.self = self;
    }

    static void restrict(Path folder) throws IOException {
        if (Files.getFileAttributeView(folder, PosixFileAttributeView.class) == null) {
            return;
        }
        FileModes modes = new FileModes(folder, self(folder));
        modes.all();
        if (!modes.tightened.isEmpty()) {
            LOG.warn(
                    "In {}, other users had access to {}. Now only the owner has access; other users may have read the"
                            + " content",
                    folder,
                    String.join(", ", modes.tightened));
        }
    }

    /** Returns the user that owns the files of this process. */
    private static UserPrincipal self(Path folder) throws IOException {
        Path made = Files.createTempFile(folder, "owner", null);
        try {
            return Files.getOwner(made);
        } finally {
            Files.delete(made);
        }
    }

    private void all() throws IOException {
        Files.walkFileTree(folder, Set.of(), MAX_DEPTH, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                one(directory, attributes);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                one(file, attributes);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                LOG.warn("The permissions of {} cannot be read: {}", file, e.toString());
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private void one(Path path, BasicFileAttributes attributes) {
        if (attributes.isSymbolicLink()) {
            LOG.warn("{} is a symbolic link; the permissions of its target were not changed", path);
            return;
        }
        var view = Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        try {
            var now = view.readAttributes();
            if (!now.owner().equals(self)) {
                LOG.warn(
                        "{} belongs to {}, who can read and change it; it should belong to {}",
                        path,
                        now.owner(),
                        self);
            }
            Set<PosixFilePermission> allowed = EnumSet.copyOf(OWNER);
            if (isCertificate(path, attributes)) {
                allowed.addAll(READ_BY_ALL);
            }
            Set<PosixFilePermission> kept = EnumSet.noneOf(PosixFilePermission.class);
            kept.addAll(now.permissions());
            if (kept.retainAll(allowed)) {
                view.setPermissions(kept);
                tightened.add(
                        path.equals(folder)
                                ? "the folder itself"
                                : folder.relativize(path).toString());
            }
        } catch (IOException e) {
            LOG.warn("The permissions of {} could not be changed: {}", path, e.toString());
        }
    }

    private static boolean isCertificate(Path path, BasicFileAttributes attributes) throws IOException {
        if (!attributes.isRegularFile()
                || !path.getFileName().toString().endsWith(".pem")
                || attributes.size() > MAX_CERTIFICATE_BYTES) {
            return false;
        }
        try {
            String text = Files.readString(path);
            return text.contains("BEGIN CERTIFICATE") && !text.contains("PRIVATE KEY");
        } catch (UncheckedIOException | java.nio.charset.CharacterCodingException e) {
            return false;
        }
    }
}
