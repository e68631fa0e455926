package dev.postern;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Folders and files of tests that live as long as the test process, because databases and servers use them. Everything is in one folder that is
 * removed at the end of the process. Within one test, {@code @TempDir} is simpler.
 */
public final class TestFolders {
    private TestFolders() {}

    /** Created with the first folder. */
    private static final class Root {
        private static final Path PATH = create();

        private static Path create() {
            try {
                Path created = Files.createTempDirectory("postern-tests");
                Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> remove(created.toFile())));
                return created;
            } catch (IOException e) {
                throw new ExceptionInInitializerError(e);
            }
        }
    }

    /** Returns a new folder. */
    public static Path folder(String prefix) throws IOException {
        return Files.createTempDirectory(Root.PATH, prefix);
    }

    /** Returns a new, empty file. */
    public static Path file(String prefix, String suffix) throws IOException {
        return Files.createTempFile(Root.PATH, prefix, suffix);
    }

    /** The option of a Java process that a test starts and perhaps kills, so that its temporary files are removed too. */
    public static String javaOption() {
        return "-Djava.io.tmpdir=" + Root.PATH;
    }

    /** Removes as much as possible; a process that is still ending may have files open. */
    static void remove(File file) {
        File[] content = Files.isSymbolicLink(file.toPath()) ? null : file.listFiles();
        if (content != null) {
            Arrays.stream(content).forEach(TestFolders::remove);
        }
        if (!file.delete()) {
            file.deleteOnExit();
        }
    }
}
