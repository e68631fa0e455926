package dev.postern.packages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Makes {@code packages/target/*.deb} and {@code *.tar.gz} for the system on which it runs. It needs a JDK and nothing else. */
public final class Packages {
    private Packages() {}

    /** @param args the folder of the repository, the version, and the time of every packed file */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path repository = Path.of(args[0]).toRealPath();
        String version = args[1];
        Instant time = Instant.parse(args[2]);
        Path sources = repository.resolve("packages");
        Path target = Files.createDirectories(sources.resolve("target"));
        remove(target, List.of("*.deb", "*.tar.gz", "image"));

        String name = "postern-" + version + "-" + system();
        Image image = new Image(repository, target.resolve("image"), time);
        image.make();
        TarFile archive = new TarFile(time);
        archive.folder(image.path(), name);
        archive.gzip(target.resolve(name + ".tar.gz"));
        if (system().startsWith("linux")) {
            new DebianPackage(repository, image.path(), version, time).write(target);
        }
    }

    private static String system() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return (os.startsWith("mac") ? "macos" : os.replace(' ', '-')) + "-" + architecture();
    }

    /** As Debian names it. */
    static String architecture() {
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            case String other -> other;
        };
    }

    private static void remove(Path folder, List<String> patterns) throws IOException {
        for (String pattern : patterns) {
            try (var found = Files.newDirectoryStream(folder, pattern)) {
                for (Path one : found) {
                    removeTree(one);
                }
            }
        }
    }

    private static void removeTree(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                file.toFile().setWritable(true);
                Files.delete(file);
            }
        }
    }
}
