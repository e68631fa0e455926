package dev.postern.acceptance;

import dev.postern.TestFolders;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * The class path of the tests with jars in place of folders, without the classes of tests. The JVM keeps an archive of the classes that it
 * loads from jars, so that the second process starts in half the time.
 */
record PackedClasses(Path archive, String classPath) {
    /** One for all tests of the process. */
    private static final class Shared {
        static final PackedClasses ONE = create();

        private static PackedClasses create() {
            try {
                return in(TestFolders.folder("postern-classes"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static PackedClasses shared() {
        return Shared.ONE;
    }

    /** Returns the options for {@code java}. */
    List<String> options() {
        return List.of(
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + archive,
                "-Xlog:cds=off",
                "-Xlog:cds+dynamic=off",
                "-cp",
                classPath);
    }

    private static PackedClasses in(Path folder) throws IOException {
        List<String> entries = new ArrayList<>();
        String given = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        for (String entry : given.split(File.pathSeparator)) {
            Path path = Path.of(entry).toAbsolutePath().normalize();
            if (Files.isDirectory(path) && !path.endsWith("test-classes")) {
                entries.add(jar(path, folder.resolve("classes" + entries.size() + ".jar")));
            } else if (Files.isRegularFile(path)) {
                entries.add(path.toString());
            }
        }
        return new PackedClasses(folder.resolve("classes.jsa"), String.join(File.pathSeparator, entries));
    }

    private static String jar(Path classes, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> all = Files.walk(classes)) {
            out.setLevel(1);
            // with its folders, because schemas are found by the name of theirs
            for (Path one : all.filter(path -> !path.equals(classes)).toList()) {
                String name = classes.relativize(one).toString().replace(File.separatorChar, '/');
                out.putNextEntry(new ZipEntry(Files.isDirectory(one) ? name + "/" : name));
                if (Files.isRegularFile(one)) {
                    Files.copy(one, out);
                }
            }
        }
        return jar.toString();
    }
}
