package dev.postern.packages;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/** The licence and notice files of all libraries, as they are in their jars. */
final class Licences {
    private static final Pattern FILE =
            Pattern.compile("(META-INF/)?(LICENSE|LICENCE|NOTICE|COPYING|about)[^/]*", Pattern.CASE_INSENSITIVE);

    private Licences() {}

    /** Writes a folder for each jar that contains such files, and a list of all jars. */
    static void collect(Path jars, Path folder) throws IOException {
        Files.createDirectories(folder);
        TreeSet<Path> sorted = new TreeSet<>();
        try (var found = Files.newDirectoryStream(jars, "*.jar")) {
            found.forEach(sorted::add);
        }
        StringBuilder list = new StringBuilder("Libraries in app/lib, and where their licences are:\n\n");
        for (Path jar : sorted) {
            String name = jar.getFileName().toString().replaceFirst("\\.jar$", "");
            list.append(name)
                    .append(": ")
                    .append(copy(jar, folder.resolve(name)))
                    .append('\n');
        }
        Files.writeString(folder.resolve("README"), list);
    }

    private static String copy(Path jar, Path folder) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            List<JarEntry> entries = file.stream()
                    .filter(entry -> !entry.isDirectory()
                            && FILE.matcher(entry.getName()).matches())
                    .toList();
            for (JarEntry entry : entries) {
                Files.createDirectories(folder);
                try (InputStream content = file.getInputStream(entry)) {
                    Files.write(folder.resolve(Path.of(entry.getName()).getFileName()), content.readAllBytes());
                }
            }
            String declared = file.getManifest() == null
                    ? ""
                    : String.valueOf(file.getManifest().getMainAttributes().getValue("Bundle-License"));
            return (entries.isEmpty() ? "no file in the jar" : folder.getFileName() + "/")
                    + (declared.isEmpty() || declared.equals("null") ? "" : "; " + declared);
        }
    }
}
