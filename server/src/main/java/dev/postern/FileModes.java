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
 * Takes from everybody but the owner what a restored copy of the data folder gave them, and says so. Links are not followed: what they
 * lead to is not ours. Certificates may be read by all, as they are made.
 */
final class FileModes {
    private static final Logger LOG = LoggerFactory.getLogger(FileModes.class);
    private static final Set<PosixFilePermission> OWNER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);
    private static final Set<PosixFilePermission> READ_BY_ALL =
            EnumSet.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);
    /** As deep as a server's own files lie; what somebody else keeps far below is left alone. */
    private static final int DEEPEST = 3;

    private static final int LARGEST_CERTIFICATE = 64 * 1024;

    private final Path folder;
    private final UserPrincipal self;
    private final List<String> tightened = new ArrayList<>();

    private FileModes(Path folder, UserPrincipal self) {
        this.folder = folder;
        this.self = self;
    }

    static void tighten(Path folder) throws IOException {
        if (Files.getFileAttributeView(folder, PosixFileAttributeView.class) == null) {
            return;
        }
        FileModes modes = new FileModes(folder, self(folder));
        modes.all();
        if (!modes.tightened.isEmpty()) {
            LOG.warn(
                    "In {} others had access to {}. Now only the owner has; what is in them may have been read",
                    folder,
                    String.join(", ", modes.tightened));
        }
    }

    /** As whom this process makes files. */
    private static UserPrincipal self(Path folder) throws IOException {
        Path made = Files.createTempFile(folder, "owner", null);
        try {
            return Files.getOwner(made);
        } finally {
            Files.delete(made);
        }
    }

    private void all() throws IOException {
        Files.walkFileTree(folder, Set.of(), DEEPEST, new SimpleFileVisitor<>() {
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
                || attributes.size() > LARGEST_CERTIFICATE) {
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
