package dev.postern.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The version of the newest migration that this program contains, without a database. */
public final class SchemaVersion {
    private static final String FOLDER = "dev/postern/store/schema/";
    private static final Pattern MIGRATION = Pattern.compile(".*/V([0-9]+)__[^/]*\\.sql");

    private SchemaVersion() {}

    /** Returns it as Flyway writes it: {@code 51}. */
    public static String known() {
        @Nullable URL common = SchemaVersion.class.getClassLoader().getResource(FOLDER + "common/V1__directory.sql");
        if (common == null) {
            throw new IllegalStateException("The migrations are missing in this program");
        }
        try {
            return Integer.toString(names(common).stream()
                    .map(MIGRATION::matcher)
                    .filter(Matcher::matches)
                    .mapToInt(found -> Integer.parseInt(found.group(1)))
                    .max()
                    .orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> names(URL migration) throws IOException {
        if (migration.openConnection() instanceof JarURLConnection jar) {
            return jar.getJarFile().stream()
                    .map(entry -> "/" + entry.getName())
                    .filter(name -> name.startsWith("/" + FOLDER))
                    .toList();
        }
        try (Stream<Path> files =
                Files.walk(Path.of(uri(migration)).resolve("../..").normalize(), 2)) {
            return files.map(Path::toString).toList();
        }
    }

    private static URI uri(URL url) throws IOException {
        try {
            return url.toURI();
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }
}
