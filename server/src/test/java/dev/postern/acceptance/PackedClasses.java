package dev.postern.acceptance;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
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
 *
 * @param options for {@code java}
 */
record PackedClasses(String options) {
    static PackedClasses in(Path folder) throws IOException {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry).toAbsolutePath().normalize();
            if (Files.isDirectory(path) && !path.endsWith("test-classes")) {
                entries.add(jar(path, folder.resolve("classes" + entries.size() + ".jar")));
            } else if (Files.isRegularFile(path)) {
                entries.add(path.toString());
            }
        }
        return new PackedClasses("-XX:+AutoCreateSharedArchive '-XX:SharedArchiveFile=" + folder.resolve("classes.jsa")
                + "' -Xlog:cds=off -Xlog:cds+dynamic=off -cp '" + String.join(File.pathSeparator, entries) + "'");
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
