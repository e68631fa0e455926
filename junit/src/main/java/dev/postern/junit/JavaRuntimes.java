package dev.postern.junit;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Finds a Java that the server runs on, which may be newer than that of the tests. */
final class JavaRuntimes {
    static final int NEEDED = 25;
    private static final int MAX_SIBLINGS = 100;

    private JavaRuntimes() {}

    /**
     * Returns the home of a Java of version 25 or later: that of {@code POSTERN_JAVA_HOME}, of the tests themselves, of {@code JAVA_HOME}, or
     * one that is installed where JDKs usually are.
     */
    static Path find(Map<String, String> environment) {
        List<Path> homes = new ArrayList<>();
        add(homes, environment.get("POSTERN_JAVA_HOME"));
        add(homes, System.getProperty("java.home"));
        add(homes, environment.get("JAVA_HOME"));
        String user = System.getProperty("user.home", "");
        for (String folder : List.of(
                "/usr/lib/jvm",
                "/opt/java",
                user + "/.jdks",
                user + "/.sdkman/candidates/java",
                "C:/Program Files/Java",
                "C:/Program Files/Eclipse Adoptium")) {
            homes.addAll(within(Path.of(folder), ""));
        }
        homes.addAll(within(Path.of("/Library/Java/JavaVirtualMachines"), "Contents/Home"));
        return homes.stream()
                .filter(home -> version(home) >= NEEDED)
                .findFirst()
                .orElseThrow(() -> new PosternException("No Java of version " + NEEDED
                        + " or later was found to run the server. The tests themselves may run on an older one."
                        + " Install one and set POSTERN_JAVA_HOME to its folder."));
    }

    static Path executable(Path home) {
        Path windows = home.resolve("bin").resolve("java.exe");
        return Files.exists(windows) ? windows : home.resolve("bin").resolve("java");
    }

    private static void add(List<Path> homes, @Nullable String home) {
        if (home != null && !home.isBlank()) {
            homes.add(Path.of(home));
        }
    }

    private static List<Path> within(Path folder, String below) {
        List<Path> homes = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                for (Path entry : entries) {
                    if (homes.size() < MAX_SIBLINGS) {
                        homes.add(entry.resolve(below));
                    }
                }
            } catch (IOException e) {
                return homes; // what cannot be listed cannot be used
            }
        }
        return homes;
    }

    /** The feature version that the file {@code release} of a Java names; 0 if it is none. */
    private static int version(Path home) {
        Path release = home.resolve("release");
        if (!Files.isReadable(release) || !Files.exists(executable(home))) {
            return 0;
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(release)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            return 0;
        }
        String text = properties.getProperty("JAVA_VERSION", "0").replace("\"", "");
        String feature = text.split("[^0-9]", 2)[0];
        return feature.isEmpty() || feature.length() > 4 ? 0 : Integer.parseInt(feature);
    }
}
