package dev.postern.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** The migrations that this program contains, read without Flyway. */
final class SchemaScripts {
    static final String FOLDER = "dev/postern/store/schema/";
    private static final String FIRST = "common/V1__directory.sql";

    private SchemaScripts() {}

    /** One migration, with the names and the checksum that Flyway stores. */
    record Script(int version, String name, int checksum) {
        String description() {
            return name.substring(name.indexOf("__") + 2, name.length() - ".sql".length())
                    .replace('_', ' ');
        }
    }

    /** Returns the migrations for an engine, in the order of their versions. */
    static List<Script> of(Engine engine) {
        String own = folder(engine);
        List<Script> scripts = new ArrayList<>();
        contents().forEach((path, content) -> {
            String name = path.substring(path.indexOf('/') + 1);
            if (path.startsWith("common/") || path.startsWith(own + "/")) {
                scripts.add(new Script(version(name), name, checksum(content)));
            }
        });
        scripts.sort(Comparator.comparingInt(Script::version));
        return scripts;
    }

    static String folder(Engine engine) {
        return engine == Engine.SQLITE ? "sqlite" : "postgres";
    }

    private static int version(String name) {
        return Integer.parseInt(name.substring(1, name.indexOf("__")));
    }

    /** Flyway's checksum is that of the lines without their ends. */
    private static int checksum(byte[] content) {
        var checksum = new CRC32();
        int begin = 0;
        for (int i = 0; i <= content.length; i++) {
            if (i == content.length || content[i] == '\n' || content[i] == '\r') {
                checksum.update(content, begin, i - begin);
                begin = i + 1;
            }
        }
        return (int) checksum.getValue();
    }

    /** Returns the content of each migration by its path below the folder. */
    private static Map<String, byte[]> contents() {
        @Nullable URL first = SchemaScripts.class.getClassLoader().getResource(FOLDER + FIRST);
        if (first == null) {
            throw new IllegalStateException("The migrations are missing in this program");
        }
        try {
            return first.openConnection() instanceof JarURLConnection jar
                    ? inJar(jar.getJarFile())
                    : inFolder(Path.of(uri(first)).resolve("../..").normalize());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, byte[]> inJar(JarFile jar) throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        for (var entries = jar.entries(); entries.hasMoreElements(); ) {
            JarEntry entry = entries.nextElement();
            String name = entry.getName();
            if (name.startsWith(FOLDER) && name.endsWith(".sql")) {
                try (InputStream content = jar.getInputStream(entry)) {
                    contents.put(name.substring(FOLDER.length()), content.readAllBytes());
                }
            }
        }
        return contents;
    }

    private static Map<String, byte[]> inFolder(Path folder) throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder, 2)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".sql")).toList()) {
                contents.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
        return contents;
    }

    private static URI uri(URL url) throws IOException {
        try {
            return url.toURI();
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }
}
