package dev.postern.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The options with which the launcher starts a server or a command from this jar. */
final class LaunchOptions {
    private LaunchOptions() {}

    static List<String> server(Path jar) {
        return of(jar, "server");
    }

    static List<String> client(Path jar) {
        return of(jar, "client");
    }

    /** A jar of another version, which has no such file beside it, is started as it was before there were caches. */
    private static List<String> of(Path jar, String kind) {
        Path file = jar.toAbsolutePath();
        Path options =
                file.resolveSibling("../src/main/launch/" + kind + ".options").normalize();
        if (!Files.exists(options)) {
            return List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-XX:+ExitOnOutOfMemoryError");
        }
        Path caches = file.resolveSibling("aot").normalize();
        return List.of(
                "@" + options, "-XX:AOTCache=" + caches.resolve(kind + ".aot"), "-Dorg.sqlite.lib.path=" + caches);
    }
}
