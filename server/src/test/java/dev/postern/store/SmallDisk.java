package dev.postern.store;

import dev.postern.TestFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A disk that can be filled: a small file system in memory, if this process may mount one. */
public record SmallDisk(Path folder) implements AutoCloseable {
    /** Empty, with a line in the output, if mounting is not permitted. */
    public static Optional<SmallDisk> mount(String size) {
        try {
            Path folder = TestFolders.folder("postern-small-disk");
            if (run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", folder.toString())) {
                return Optional.of(new SmallDisk(folder));
            }
            System.err.println(
                    "SKIPPED: no small file system could be mounted, so nothing is tested on a really full disk");
            Files.delete(folder);
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fills the disk completely. */
    public void fill() {
        write(folder.resolve("filler"), Long.MAX_VALUE);
    }

    /** Fills the disk except for this many bytes. */
    public void fillBut(long bytes) {
        write(folder.resolve("filler"), folder.toFile().getUsableSpace() - bytes);
    }

    public void free() {
        try {
            Files.delete(folder.resolve("filler"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, long bytes) {
        byte[] block = new byte[4096];
        try (var out = Files.newOutputStream(file)) {
            for (long written = 0; written + block.length <= bytes; written += block.length) {
                out.write(block);
            }
        } catch (IOException e) {
            // full, as intended
        }
    }

    private static boolean run(String... command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        run("umount", "-l", folder.toString());
        folder.toFile().delete();
    }
}
